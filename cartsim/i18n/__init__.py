"""Words, figures and dates of both languages: gettext catalogues and formatting.

`Speaker` says what the rest only names: reasons, promotions, kinds, amounts. It is all the screens,
printouts and pictures need from here. Importing this room loads no Babel; the catalogue is kept up to
date with `python -m cartsim.i18n.compile` (see there).
"""

from cartsim.i18n.language import LANGUAGES, choose_language
from cartsim.i18n.marks import N_
from cartsim.i18n.speaker import Speaker

__all__ = ["LANGUAGES", "N_", "Speaker", "choose_language"]
