import os

from django.core.wsgi import get_wsgi_application

from khuyencong.guarded import refuse_unguarded_start
from khuyencong.trial import refuse_trial_data

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuyencong.settings")
application = get_wsgi_application()
refuse_unguarded_start()
refuse_trial_data()
