"""Facts of journals in which a sale had an object for each lead lot are read as columns."""

import zlib
from base64 import b85decode

import numpy as np
import pytest

from core.adapters.journals.packing import pack, pack_fact, unpack_fact
from core.model.events import ExitsAnswered, ExitsPlanned, OrderClosed
from core.ports import JournalRefused

# Packed by the version that had them: a sale of lots "a" and "b", of which rows 0, 1 and 4 had "a" and row 1 had "b".
PLANNED = (
    b"c-n=KO>V+45QR;kNF0Od)|L1Nd0E(0>Y@^`LM)tM2x^GidaMeeT&KN7@6%f_PGS^ggQbz*c)sUndHMSC)?keNQ+23*e!G9Pu"
    b"?y^z;~_>6U><wGA(R-!t|J}AHhl-t<B%x11JUPT&Zkf(G=E;rpVrI8iZF?&P9K=hBWaDwEuU7SG9WfvvTJne;skjmnZES5$+"
    b"?|X#mzDyG03>5!W%U#sgb9~+1Ae{B$PBd1u=D@GQ}gFLCiQ<lJwO6WH=jTtXKh6v()ZCT3!dmd80D(ocFQHSx_=n-qk~`Z{5"
    b"jl)^h5(?ON^?9ra1{"
)
ANSWERED = (
    b"c-nQ5!Arw16vo?4#&kFF?BRKhux!(55d`N&@E~lSL?qoZTNV>+GRG+W-+d`*jX?`(`upC?_r13B$A_mlilPnPj&Uz<`-8~tu"
    b"on4yW*`B5HUt7GGt0~pJ}<Ma+(0rUAUIn=LJ8>oN2&zY?-sN3=lT5t+X}VQb=Ma!R{7G@jRj{~Nk~QnKDSJo-0UG46OhW}N;"
    b"0&V5Lj~#$pwlW4_y-2<tEFxz^Eyv3#B<4zmy=99gwwISH9^rwkmB?ht7#o--?bZ(paRe1s(eybkdqM<IrF8&}sEbfa%Q}!<y"
    b"U*VPDY{dyiSFxis~c*r{TLA!UWCt5^1OM;*89zc|3vZ8)yWEjL%}xEKA@ef`GqX`sg*`}(2dexP@P{&3E)FP!7Z@gUH<|K!D"
    b"g<i&yBWcz#)a4+EI{5Pg$b8i"
)
SALE = (
    b"c-lpfF>eAf427>hqpRmsf{LNNv1LK(PzgGf3i%ozL<;edI8+GTUq^NB3e6Df<+I+ivwT~;-&IvLE0><j`gmXJ88}*sP(uO(9"
    b"mT`}>ZyTr+BfX={blv~@Ufh)6enkCfQO7hoSall3<MU(0ew*_TN;}@S*RsuG7t#|U!@Y=cB?U0<O%JD4ta1>ZgH&NS+wW#44"
    b"y@&z!J}19cKm_YB_4iQ*W-kx$(z;{@j1*PSG7vXfx8uUt%B`1ZoM{djmh{q)gnRPdXRJZigY=bQ12y*1r7PFMFJ28U"
)
BUY = (
    b"c-lRWF$w}P5JlHJc!H@TXuG9rBUlKlm57XHTmvy#lZhhY;k=NYy|Y;~&F9bi`IFR(`EpPc#i!^`^?nUIeSi;|0+bLzK}#We2"
    b"jxUTyr1{p%6z)2M(cXE5*&@D3@-^C8@`JfD{!8TcW65&_DFrml7^B)A_ajk_X_1;nnu?AkR{YRx}@ADTw||?#FE);<x#<0k!"
    b"csb)fwe0jyM|>amiW*H#FR>Jfe+K>_dA(7ymx8Z~N#|{{00Myi+X"
)


def read(kind, packed):
    """The fact, which must pack and read back as any fact of today does."""
    fact = unpack_fact(kind.__name__, zlib.decompress(b85decode(packed)))
    again = unpack_fact(kind.__name__, pack_fact(fact))
    assert pack(kind, again) == pack(kind, fact)
    return fact


def listed(columns, *names):
    return [getattr(columns, name).tolist() for name in names]


def test_what_a_plan_takes_of_each_lot_stands_in_columns():
    lots = read(ExitsPlanned, PLANNED).lots
    assert lots.lots == ("a", "b")
    assert listed(lots, "lot", "rows") == [[0, 0, 0, 1], [0, 1, 4, 1]]
    assert listed(lots, "due", "sale") == [[1, 2, 3, 5], [0, 2, 3, 4]]


def test_what_an_answer_closed_of_each_lot_stands_in_columns():
    closes = read(ExitsAnswered, ANSWERED).closes
    assert closes.lots == ("a", "b")
    assert listed(closes, "lot", "rows", "quantity") == [[0, 0, 1], [1, 4, 1], [2, 3, 4]]
    assert listed(closes, "cost", "net", "withheld") == [[10, 11, 20], [3, 8, 6], [1, 1, 1]]


def test_what_a_lead_sold_of_each_lot_stands_in_columns():
    cuts = read(OrderClosed, SALE).cuts
    assert cuts.lots == ("a", "b")
    assert listed(cuts, "sold", "before") == [[4, 2], [8, 9]]


def test_an_order_that_sold_of_no_lot_has_no_cuts():
    assert read(OrderClosed, BUY).cuts is None


@pytest.mark.parametrize("place", [30, -1])
def test_damaged_bytes_are_refused_as_ever(place):
    damaged = np.frombuffer(zlib.decompress(b85decode(PLANNED)), np.uint8).copy()
    damaged[place] ^= 1
    with pytest.raises(JournalRefused, match="checksum differs"):
        unpack_fact("ExitsPlanned", damaged.tobytes())
