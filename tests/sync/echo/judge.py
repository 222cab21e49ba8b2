"""The oracle: it knows every life of every value, and says what became of people's edits.

An edit is lost where a look showed it, we undid it, and nothing was counted that would tell a person. What nobody can
know without versions is told apart: never seen, undone by a write that was on its way before we saw it, or changed back
between two looks.
"""

from collections import Counter, defaultdict

from tests.sync.echo.engine import Engine
from tests.sync.echo.given import OFF, ON
from tests.sync.echo.rule import Rule
from tests.sync.echo.world import HEALED_S, KEYS, OVER_S, Key, Life, World

COUNTED = {"hold", "late", "ambiguous", "overruled", "masked", "expiry"}


def run(seed: int, rule: Rule, kind: type[Engine] = Engine) -> Counter[str]:
    """One evening: a storm, its end, and what came of it."""
    world = World(seed, has_days=kind is Engine)
    engine = kind(world, rule)
    world.begin()
    world.run(OVER_S)
    found = Counter(_fate(life, world, engine) for life in world.lives if life.by == "people")
    found += Counter(
        {name: engine.count[name] for name in ("phantom", "travelled", "late", "hold", "echo", "overruled")}
    )
    found["loops"] = sum(at > HEALED_S for at in engine.sending.written)
    found["diverged"] = sum(
        engine.value(partner.cells[key].value) != engine.catalog[key].value
        for partner in world.partners.values()
        for key in KEYS
    )
    found["edits"] = world.edits
    return found


def _fate(life: Life, world: World, engine: Engine) -> str:
    if life.ended_by != "us" or not life.is_live:
        return "stands"
    if life.said & {"observed", "first"}:
        return "before it was live"
    if _is_outdone(life, world) or engine.catalog[life.key].value == engine.value(life.value):
        return "outdone"
    if "fold" in life.said and "overruled" not in life.said:
        return "kept"
    if life.said & COUNTED:
        return "counted"
    return _uncounted(life, world, engine)


def _is_outdone(life: Life, world: World) -> bool:
    """Whether people changed it again, anywhere, before we did."""
    return any(
        other.born > life.born and other.born < (life.ended or 0)
        for other in _by_people(world)[life.key]
        if other is not life
    )


def _by_people(world: World) -> dict[Key, list[Life]]:
    found: dict[Key, list[Life]] = defaultdict(list)
    for life in world.lives:
        if life.by == "people" and life.is_live:
            found[life.key].append(life)
    return found


def _uncounted(life: Life, world: World, engine: Engine) -> str:
    is_86 = life.key[1] == "available" and (life.value, life.ended_to) == (OFF, ON)
    if life.met is None or life.planned < life.met or life.said <= {"wait"}:
        return "never seen in time"
    if life.restated is not None and life.born < life.restated < life.met:
        return "never seen in time"
    if life.said <= {"same", "wait"} and _changed_back(life, world, engine):
        return "changed back between two looks"
    return "lost 86" if is_86 else "lost"


def _changed_back(life: Life, world: World, engine: Engine) -> bool:
    """Whether all that stood between it and the same value before was never seen, nor known to have been there."""
    before = [one for one in world.lives if (one.partner, one.key) == (life.partner, life.key) and one.born < life.born]
    unseen: list[Life] = []
    for one in reversed(before):
        if one.said - {"wait"}:
            break
        unseen.append(one)
    ours = [one for one in unseen if one.by == "us"]
    return not ours or ours[0].value == life.value or not any(_is_known(one, life, engine) for one in ours)


def _is_known(ours: Life, life: Life, engine: Engine) -> bool:
    """Whether we had an answer of the write that made it, and this was what it did, when the edit was undone."""
    answered = engine.sending.answered.get(ours.write)
    return answered is not None and ours.born <= answered <= (life.ended or 0)
