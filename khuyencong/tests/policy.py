"""Who gets what at every address of the portal: the table that people review. An address not in it fails the build.

One letter a role, in the order of ROLES (khuyencong.tests.scene). Two rows each: at a row of Đắk Nông, which is now
Lâm Đồng's ("own"), and at a row of Gia Lai ("other"); where an address has no row, one line holds for both.

    +  the page              >  to the log-in page       0  404, as if there were no such row
    x  403, with a reason    -  405, nothing to send     +  the form again, with what is wrong
    ~  on to another page

Two roles have no letter of their own, because they get what another gets: SAME_AS.
"""

from dataclasses import dataclass

from khuyencong.tests.scene import ROLES

SAME_AS = {"ministry_officer": "ministry", "ended": "nobody"}


@dataclass(frozen=True)
class Rule:
    """What reading (get) and sending an empty form (post) give."""

    get: str
    post: str
    get_other: str = ""
    post_other: str = ""

    def expected(self, method, side, role):
        line = getattr(self, method)
        if side == "other":
            line = getattr(self, f"{method}_other") or line
        return line.split()[ROLES.index(SAME_AS.get(role, role))]


# ---------------------------------------------------------------------------------------------- classes, portal
#             anonymous nobody viewer officer leader keeper gia_lai centre ministry chief staff root
OPEN = Rule(
    get="      +        +      +      +      +      +      +      +       +      +     +    +",
    post="     -        -      -      -      -      -      -      -       -      -     -    -",
)
HIDDEN = Rule(get="0 0 0 0 0 0 0 0 0 0 0 0", post="- - - - - - - - - - - -")  # for a machine with a token
OPEN_FORM = Rule(
    get="      +        +      +      +      +      +      +      +       +      +     +    +",
    post="     +        +      +      +      +      +      +      +       +      +     +    +",
)
LOG_IN = Rule(  # who is in already goes home
    get="      +        ~      ~      ~      ~      ~      ~      ~       ~      ~     ~    ~",
    post="     +        ~      ~      ~      ~      ~      ~      ~       ~      ~     ~    ~",
)
LOG_OUT = Rule(
    get="      >        -      -      -      -      -      -      -       -      -     -    -",
    post="     >        >      >      >      >      >      >      >       >      >     >    >",
)
SIGNED_IN = Rule(
    get="      >        +      +      +      +      +      +      +       +      +     +    +",
    post="     >        -      -      -      -      -      -      -       -      -     -    -",
)
OWN_PASSWORD = Rule(
    get="      >        +      +      +      +      +      +      +       +      +     +    +",
    post="     >        +      +      +      +      +      +      +       +      +     +    +",
)
OF_WHOM_WAITS = Rule(  # between password and code; nobody here is
    get="      >        >      >      >      >      >      >      >       >      >     >    >",
    post="     >        >      >      >      >      >      >      >       >      >     >    >",
)
OWN_FACTOR = Rule(  # nobody here has one: on to where it is set
    get="      >        ~      ~      ~      ~      ~      ~      ~       ~      ~     ~    ~",
    post="     >        ~      ~      ~      ~      ~      ~      ~       ~      ~     ~    ~",
)
OWN_SESSIONS = Rule(
    get="      >        +      +      +      +      +      +      +       +      +     +    +",
    post="     >        ~      ~      ~      ~      ~      ~      ~       ~      ~     ~    ~",
)
ROW = Rule(
    get="      >        0      +      +      +      +      0      +       +      +     0    +",
    get_other="> 0      0      0      0      0      +      +       +      +     0    +",
    post="     >        -      -      -      -      -      -      -       -      -     -    -",
)
EDIT_ROW = Rule(
    get="      >        0      x      +      +      +      0      x       x      x     0    x",
    get_other="> 0      0      0      0      0      +      x       x      x     0    x",
    post="     >        0      x      +      +      +      0      x       x      x     0    x",
    post_other="> 0     0      0      0      0      +      x       x      x     0    x",
)
EDITOR = Rule(  # may write somewhere; where, the form asks
    get="      >        x      x      +      +      +      +      x       x      x     x    x",
    post="     >        x      x      +      +      +      +      x       x      x     x    x",
)
CLOSER = Rule(
    get="      >        x      x      x      x      x      x      x       x      +     x    x",
    post="     >        x      x      x      x      x      x      x       x      +     x    x",
)

PORTAL = {
    "home": SIGNED_IN,
    "healthz": OPEN,
    "readyz": OPEN,
    "metrics": HIDDEN,
    "login": LOG_IN,
    "factor_ask": OF_WHOM_WAITS,
    "logout": LOG_OUT,
    "account_security": SIGNED_IN,
    "factor_setup": OWN_PASSWORD,
    "factor_codes": OWN_FACTOR,
    "factor_remove": OWN_FACTOR,
    "session_list": OWN_SESSIONS,
    "password_change": OWN_PASSWORD,
    "password_change_done": SIGNED_IN,
    "password_reset": OPEN_FORM,
    "password_reset_done": OPEN,
    "password_reset_confirm": OPEN_FORM,
    "password_reset_complete": OPEN,
    "business_list": SIGNED_IN,
    "business_create": EDITOR,
    "business_detail": ROW,
    "business_edit": EDIT_ROW,
    "business_history": ROW,
    "project_list": SIGNED_IN,
    "project_create": EDITOR,
    "project_detail": ROW,
    "project_edit": EDIT_ROW,
    "project_history": ROW,
    "money_add": EDIT_ROW,
    "money_correct": EDIT_ROW,
    "project_result_add": EDIT_ROW,
    "result_list": SIGNED_IN,
    "result_add": EDITOR,
    "level_add": EDITOR,
    "result_correct": EDIT_ROW,
    "event_add": EDIT_ROW,
    "event_undo": EDIT_ROW,
    "event_file": ROW,
    "beneficiary_add": EDIT_ROW,
    "beneficiary_withdraw": EDIT_ROW,
    "beneficiary_replace": EDIT_ROW,
    "beneficiary_change": EDIT_ROW,
    "beneficiary_correct": EDIT_ROW,
    "closure_list": SIGNED_IN,
    "closure_add": CLOSER,
    "closed_figures": ROW,
    "posting_detail": ROW,
    "overview": SIGNED_IN,
    "conference_report": SIGNED_IN,
    "conference_report_xlsx": ROW,
    "figure_source": ROW,
    "published_list": SIGNED_IN,
    "conference_list": SIGNED_IN,
    "conference_detail": SIGNED_IN,
}


# ----------------------------------------------------------------------------------------------- classes, admin
# Four letters: keeper (every right, reach of Lâm Đồng), chief (rights to conferences, reach of the country), staff
# (no right), root. Who is not staff is sent to the log-in page whatever he asks for.


def admin(get, post="", get_other="", post_other=""):
    def whole(line):
        keeper, chief, staff, root = line.split()
        return f"> > > > > {keeper} > > > {chief} {staff} {root}"

    lines = (get, post or get, get_other or get, post_other or post or get_other or get)
    return Rule(*(whole(line) for line in lines))


NEVER = admin("x x x x")
ROOT_ONLY = admin("x x x +")
WITH_RIGHT = admin("+ x x +")  # to be read; of ledgers and reference data
READ_ROOT_WRITES = admin("+ x x +", post="x x x +")
OWN_ROW_READ = admin("+ x x +", post="x x x x", get_other="0 x x +", post_other="x x x x")
OWN_ROW_ROOT_WRITES = admin("+ x x +", post="x x x +", get_other="0 x x +")
OWN_PAST = admin("+ x 0 +", get_other="0 x 0 +")
OF_MINISTRY = admin("+ + x +")
OF_MINISTRY_WRITES = admin("x + x +")
READ_MINISTRY_WRITES = admin("+ + x +", post="x + x +")

LEDGER = {
    "changelist": WITH_RIGHT,
    "add": NEVER,
    "change": OWN_ROW_READ,
    "delete": NEVER,
    "history": OWN_PAST,
}
REFERENCE = {
    "changelist": WITH_RIGHT,
    "add": ROOT_ONLY,
    "change": READ_ROOT_WRITES,
    "delete": ROOT_ONLY,
    "history": WITH_RIGHT,
}
KEPT = REFERENCE | {"delete": NEVER}  # ends by date, is never deleted
ADMIN = {
    "programs_posting": LEDGER,
    "programs_moneyentry": LEDGER,
    "programs_resultentry": LEDGER,
    "programs_projectevent": LEDGER,
    "programs_beneficiaryentry": LEDGER,
    "programs_closure": LEDGER,
    "programs_region": KEPT,
    "programs_province": KEPT
    | {  # who keeps conferences looks hosts up here
        "changelist": OF_MINISTRY,
        "change": admin("+ + x +", post="x x x +"),
        "history": OF_MINISTRY,
    },
    "programs_provincename": REFERENCE,
    "programs_regionmembership": KEPT,
    "programs_boundaries": KEPT,
    "programs_unitline": KEPT | {"add": NEVER},
    "programs_department": KEPT | {"change": OWN_ROW_ROOT_WRITES, "history": OWN_PAST},
    "programs_membership": KEPT
    | {  # an officer places nobody; a leader in bodies of his own provinces
        "change": admin("+ x x +", post="x x x +", get_other="0 x x +", post_other="0 x x +"),
        "history": OWN_PAST,
    },
    "programs_legaldocument": KEPT,
    "programs_activity": KEPT,
    "programs_indicator": KEPT,
    "programs_supportnorm": REFERENCE,
    "programs_sourcelimit": REFERENCE,
    "programs_closingdate": REFERENCE,
    "reports_publishedfigure": REFERENCE,
    "conferences_conference": {
        "changelist": OF_MINISTRY,
        "add": OF_MINISTRY_WRITES,
        "change": READ_MINISTRY_WRITES,
        "delete": OF_MINISTRY_WRITES,
        "history": OF_MINISTRY,
    },
    "conferences_conferenceseries": {
        "changelist": OF_MINISTRY,
        "add": OF_MINISTRY_WRITES,
        "change": READ_MINISTRY_WRITES,
        "delete": OF_MINISTRY_WRITES,
        "history": OF_MINISTRY,
    },
    "conferences_delegategroup": {
        "changelist": OF_MINISTRY,
        "add": OF_MINISTRY_WRITES,
        "change": READ_MINISTRY_WRITES,
        "delete": OF_MINISTRY_WRITES,
        "history": OF_MINISTRY,
    },
    "conferences_delegation": {
        "changelist": OF_MINISTRY,
        "add": OF_MINISTRY,
        "change": admin("+ + x +", get_other="0 + x +"),
        "delete": admin("+ + x +", get_other="0 + x +"),
        "history": admin("+ + 0 +", get_other="0 + 0 +"),
    },
    "conferences_delegate": {
        "changelist": OF_MINISTRY,
        "add": OF_MINISTRY,
        "change": admin("+ + x +", get_other="0 + x +"),
        "delete": admin("+ + x +", get_other="0 + x +"),
        "history": admin("+ + 0 +", get_other="0 + 0 +"),
    },
    "accounts_user": {
        "changelist": WITH_RIGHT,
        "add": WITH_RIGHT,
        "change": admin("+ x x +", get_other="0 x x +"),
        "delete": NEVER,
        "history": OWN_PAST,
    },
    "accounts_auditevent": {
        "changelist": WITH_RIGHT,
        "add": NEVER,
        "change": admin("+ x x +", post="x x x x", get_other="0 x x +", post_other="x x x x"),
        "delete": NEVER,
        "history": OWN_PAST,
    },
    "auth_group": {
        "changelist": ROOT_ONLY,
        "add": ROOT_ONLY,
        "change": ROOT_ONLY,
        "delete": ROOT_ONLY,
        "history": ROOT_ONLY,
    },
}
ADMIN_SITE = {
    "admin:index": admin("+ + + +"),
    "admin:system": admin("x x x +", post="- - - -"),
    "admin:login": Rule(get="> x x x x x x x x x x x", post="> x x x x x x x x x x x"),
    "admin:logout": Rule(get="> ~ ~ ~ ~ - ~ ~ ~ - - -", post="> ~ ~ ~ ~ > ~ ~ ~ > > >"),
    "admin:password_change": admin("~ ~ ~ ~"),
    "admin:password_change_done": admin("+ + + +", post="- - - -"),
    "admin:autocomplete": admin("x x x x", post="- - - -"),  # without saying which field
    "admin:accounts_user_reset_link": admin("0 x x 0", post="- - - -"),  # of a link that nobody made
    "admin:jsi18n": admin("+ + + +", post="- - - -"),
    "admin:view_on_site": admin("~ ~ ~ ~"),  # of a conference, which everybody may see
    "admin:app_list": admin("+ + 0 +"),
    "admin:(?P<url>.*)$": admin("0 0 0 0"),
}
OLD_ADDRESS = admin("~ ~ ~ ~")  # …/<id>/ without /change/: only an address, says nothing

POLICY = PORTAL | ADMIN_SITE
for _model, _pages in ADMIN.items():
    POLICY |= {f"admin:{_model}_{page}": rule for page, rule in _pages.items()}
    POLICY[f"admin:{_model.replace('_', '/')}/<path:object_id>/"] = OLD_ADDRESS
