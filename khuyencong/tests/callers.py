"""Who reaches the gates of writing: every function of the portal, read from its source."""

import ast

from khuyencong.tests.test_house import TREES

GATES = {  # all else that writes these tables comes through one of them
    "programs.ledger.posting.post_all",  # where it is asked who may
    "programs.ledger.opening.ship",  # what the portal itself brings, which no person asks for
}


def names_of(module, tree):
    """Name in a module -> what it stands for: its own functions and classes, and what it imports."""
    names = {node.name: f"{module}.{node.name}" for node in tree.body if hasattr(node, "name")}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def functions_of(module, tree):
    """(full name, class or "", node) of each function and method."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield f"{module}.{node.name}", "", node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{module}.{node.name}.{inner.name}", f"{module}.{node.name}", inner


def called(node, names, own_class, classes):
    """What a function calls, by full name; of a variable's method, that of any class which the module knows."""
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        target = call.func
        if isinstance(target, ast.Name):
            yield names.get(target.id, "")
        elif isinstance(target, ast.Attribute):
            base = target.value
            if isinstance(base, ast.Name) and base.id == "self":
                yield f"{own_class}.{target.attr}"
            elif isinstance(base, ast.Name) and base.id in names:
                yield f"{names[base.id]}.{target.attr}"
            else:
                yield from (f"{known}.{target.attr}" for known in names.values() if known in classes)


def callers_of_the_gates() -> set[str]:
    """Every function that reaches a gate, through however many others."""
    calls, classes = {}, set()
    for module, (_, tree) in TREES.items():
        classes |= {f"{module}.{node.name}" for node in tree.body if isinstance(node, ast.ClassDef)}
    for module, (_, tree) in TREES.items():
        names = names_of(module, tree)
        for name, own_class, node in functions_of(module, tree):
            calls[name] = set(called(node, names, own_class, classes))
    reached = set(GATES)
    while more := {name for name, targets in calls.items() if targets & reached} - reached:
        reached |= more
    return reached
