"""Which pieces of ink make up one digit, and in which order digits are read."""

from dataclasses import dataclass

from trainer.contract.preprocessing.components import Box, Component


@dataclass(frozen=True)
class Group:
    """The pieces (by label) of one digit and the box round them."""

    labels: tuple[int, ...]
    box: Box

    def joined(self, other: "Group") -> "Group":
        """Both as one."""
        return Group(self.labels + other.labels, self.box.joined(other.box))


def group_pieces(components: list[Component]) -> list[Group]:
    """Pieces joined into digits, small ones given to their neighbour or dropped, in reading order."""
    if not components:
        return []
    longest = max(piece.box.longest for piece in components)
    groups = [Group((piece.label,), piece.box) for piece in components if piece.box.longest >= 0.35 * longest]
    groups = _join_while_possible(groups)
    for piece in sorted(components, key=lambda piece: -piece.box.longest):
        if piece.box.longest < 0.35 * longest:
            groups = _attach(groups, Group((piece.label,), piece.box))
    tallest = max(group.box.longest for group in groups)
    return in_reading_order([group for group in groups if group.box.longest >= 0.35 * tallest])


def in_reading_order(groups: list[Group]) -> list[Group]:
    """Rows from top to bottom, each from left to right; groups whose middles overlap are in one row."""
    rows: list[list[Group]] = []
    for group in sorted(groups, key=lambda group: group.box.top + group.box.bottom):
        middle = (group.box.top + group.box.bottom) / 2
        if rows and any(other.box.top < middle < other.box.bottom for other in rows[-1]):
            rows[-1].append(group)
        else:
            rows.append([group])
    return [group for row in rows for group in sorted(row, key=lambda group: group.box.left)]


def _join_while_possible(groups: list[Group]) -> list[Group]:
    groups = list(groups)
    joined = True
    while joined:
        joined = False
        for one in range(len(groups)):
            for other in range(len(groups) - 1, one, -1):
                if _belong_together(groups[one].box, groups[other].box):
                    groups[one] = groups[one].joined(groups.pop(other))
                    joined = True
    return groups


def _attach(groups: list[Group], small: Group) -> list[Group]:
    """Give a small piece to the nearest group if it is close by; drop it otherwise."""
    nearest = min(range(len(groups)), key=lambda index: _distance(groups[index].box, small.box))
    box = groups[nearest].box
    if _distance(box, small.box) > 0.12 * box.longest:
        return groups
    return [group.joined(small) if index == nearest else group for index, group in enumerate(groups)]


def _distance(one: Box, other: Box) -> float:
    across = max(one.left - other.right, other.left - one.right, 0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0)
    return float((across**2 + down**2) ** 0.5)


def _belong_together(one: Box, other: Box) -> bool:
    """Whether two pieces are parts of one digit: one inside the other's box, or one closely above the other."""
    share_across = _overlap(one.left, one.right, other.left, other.right)
    share_down = _overlap(one.top, one.bottom, other.top, other.bottom)
    both = one.joined(other)
    if share_across > 0.55 and share_down > 0.55:
        return True
    gap_down = max(one.top, other.top) - min(one.bottom, other.bottom)
    gap_across = max(one.left, other.left) - min(one.right, other.right)
    heights = sorted((one.height, other.height))
    if (
        heights[0] < 0.4 * heights[1]
        and max(gap_down, gap_across) <= 0.15 * both.height
        and both.width < 1.8 * both.height
    ):
        return True  # the bar of a 5, beside its top
    if share_across > 0.5:
        slim = both.width < 0.35 * both.height
        unequal = heights[0] < 0.5 * heights[1]
        return gap_down <= (0.2 if unequal else 0.07) * both.height and (both.height < 2.6 * both.width or slim)
    if share_down > 0.5:
        return heights[0] < 0.7 * heights[1] and gap_across <= 0.08 * heights[1] and both.width < 1.2 * both.height
    return False


def _overlap(start: int, stop: int, other_start: int, other_stop: int) -> float:
    """Share of the shorter of two spans that lies in the other."""
    shared = min(stop, other_stop) - max(start, other_start)
    return max(0, shared) / max(1, min(stop - start, other_stop - other_start))
