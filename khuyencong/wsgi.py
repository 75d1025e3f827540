import os

from django.core.wsgi import get_wsgi_application

from khuyencong.guarded import refuse_unguarded_start
from khuyencong.incoming import in_utf8
from khuyencong.patience import serve_with_patience
from khuyencong.trial import refuse_trial_data

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuyencong.settings")
application = in_utf8(get_wsgi_application())
serve_with_patience()
refuse_unguarded_start()
refuse_trial_data()
