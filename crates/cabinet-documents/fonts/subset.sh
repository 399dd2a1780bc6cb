#!/bin/sh
# Rebuilds the two reduced fonts of this folder from Debian's fonts-dejavu-core and -extra; needs `pip install fonttools`.
set -eu
source_dir=${1:-/usr/share/fonts/truetype/dejavu}
ranges='U+0020-007E,U+00A0-00FF,U+0131,U+0152,U+0153,U+0160,U+0161,U+0178,U+017D,U+017E,U+0192,U+02BC'
ranges="$ranges,U+0391,U+03A9,U+03B1-03C9,U+0400-045F,U+0490,U+0491,U+0492,U+0493,U+049A,U+049B,U+04A2,U+04A3"
ranges="$ranges,U+04AE-04B1,U+04BA,U+04BB,U+04D8,U+04D9,U+04E8,U+04E9"
ranges="$ranges,U+2007,U+2009,U+200A,U+2010-2015,U+2018-201E,U+2020,U+2022,U+2026,U+202F,U+2030,U+2032,U+2033"
ranges="$ranges,U+2039,U+203A,U+2044,U+2070,U+2074-2079,U+2080-2089,U+20AC,U+20B4,U+20B8,U+20BD"
ranges="$ranges,U+2103,U+2116,U+2122,U+2126,U+2153-215E,U+2190-2195,U+2205,U+2206,U+2211,U+2212,U+2215"
ranges="$ranges,U+221A,U+221E,U+2248,U+2260,U+2264,U+2265,U+2300,U+25A0,U+25A1,U+25CF,U+2610-2612,U+2713,U+2717"
for face in DejaVuSansCondensed DejaVuSansCondensed-Bold; do
    pyftsubset "$source_dir/$face.ttf" --unicodes="$ranges" --no-hinting --layout-features='' \
        --drop-tables+=GSUB,GPOS,GDEF,MATH,kern,gasp,FFTM --name-IDs='0,1,2,3,4,5,6' --notdef-outline \
        --output-file="$face.reduced.ttf"
done
