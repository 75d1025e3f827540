"""The annexes of the conference report (Phụ lục I to IV), each a printing.Table for the screen and for Excel alike."""
