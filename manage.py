#!/usr/bin/env python3
"""Django's command line for the portal: it speaks Vietnamese, in UTF-8."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured

from accounts.commands import PortalUtility
from tooling.console import speak_vietnamese

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuyencong.settings")
    speak_vietnamese()
    try:
        PortalUtility(sys.argv).execute()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
