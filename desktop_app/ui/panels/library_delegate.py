"""Draws a model of the library as a card: preview, title, figure with origin and baseline, size, date, badge."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.services.model_library import LibraryModel
from desktop_app.ui.language import Language
from desktop_app.ui.panels.library_list import MODEL_ROLE, LibraryList
from desktop_app.ui.panels.model_preview import HEIGHT, Bar, paint_preview
from desktop_app.ui.panels.model_texts import (
    TASK_ICONS,
    baseline_title,
    date_text,
    figure,
    main_metric,
    measured_on,
    metric_value,
    origin_text,
    size_text,
    state_badge,
    title_of,
)
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.badge import ICONS, badge_size, paint_badge

CARD_HEIGHT = 248
PADDING = 13
RADIUS = 12
Align = Qt.AlignmentFlag


class LibraryDelegate(QStyledItemDelegate):
    """Paints into the cell given less the gap at its right and bottom."""

    def __init__(
        self,
        theme: Theme,
        language: Language,
        is_verifying: Callable[[str], bool],
        gap: Callable[[], int],
        cell: Callable[[], QSize],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._language = theme, language
        self._is_verifying, self._gap, self._cell = is_verifying, gap, cell

    def card_height(self) -> int:
        """How high a card is: grows with the text."""
        return CARD_HEIGHT if self._theme.scale <= 1 else round(CARD_HEIGHT * self._theme.scale)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self._cell()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model: LibraryModel = index.data(MODEL_ROLE)
        models = index.model()
        images = models.preview(model) if isinstance(models, LibraryList) else ()
        ratio = option.widget.devicePixelRatioF() if option.widget else 1.0
        gap = self._gap()
        rect = option.rect.adjusted(1, 1, -gap - 1, -gap - 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, rect, bool(option.state & QStyle.StateFlag.State_Selected))
        room = rect.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        preview = QRectF(room.left(), room.top(), room.width(), self._theme.px(HEIGHT))
        paint_preview(painter, self._theme, preview, images, self._bars(model), self._icon(model), ratio)
        top = self._paint_title(painter, room, int(preview.bottom()) + 8, model, ratio)
        if model.entry.error is not None:
            self._paint_error(painter, room, top, model)
        else:
            self._paint_metric(painter, room, top, model)
        self._paint_foot(painter, room, model, ratio)
        painter.restore()

    def _paint_frame(self, painter: QPainter, rect: QRect, selected: bool) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.fillPath(path, self._theme.color("card"))
        painter.setPen(QPen(self._theme.color("accent" if selected else "line"), 2 if selected else 1))
        painter.drawPath(path)

    def _paint_title(self, painter: QPainter, room: QRect, top: int, model: LibraryModel, ratio: float) -> int:
        title, help_metrics = self._theme.metrics("card_title"), self._theme.metrics("help")
        side = self._theme.px(18)
        icon_top = top + (title.height() - side) // 2
        painter.drawPixmap(room.left(), icon_top, self._theme.pixmap(self._icon(model), "accent", 18, ratio))
        line = QRect(room.left() + side + 8, top, room.width() - side - 8, title.height())
        title_text = title_of(model, self._language)  # its end tells models of one kind apart
        self._line(painter, line, title_text, "card_title", "text", elide=Qt.TextElideMode.ElideMiddle)
        below = QRect(room.left(), line.bottom() + 2, room.width(), help_metrics.height())
        card = model.entry.card
        self._line(painter, below, self._language.pick(card.summary) if card else origin_text(model), "help", "text2")
        return below.bottom() + 6

    def _paint_metric(self, painter: QPainter, room: QRect, top: int, model: LibraryModel) -> None:
        card = model.entry.card
        metric = main_metric(card) if card else None
        if metric is None:
            line = QRect(room.left(), top, room.width(), self._theme.metrics("help").height())
            self._line(painter, line, self.tr("Not evaluated yet"), "help", "text3")
            return
        line = QRect(room.left(), top, room.width(), self._theme.metrics("metric").height())
        self._line(painter, line, metric_value(metric, self._language), "metric", "text")
        value_width = self._theme.metrics("metric").horizontalAdvance(metric_value(metric, self._language))
        if metric.baseline is not None:
            unit = metric.unit if metric.unit == "share" else ""  # else the unit is the one that stands before
            text = self.tr("baseline {value}").format(value=figure(metric.baseline, unit, self._language))
            beside = line.adjusted(value_width + 10, 0, 0, -3)
            self._line(painter, beside, text, "help", "text2", Align.AlignBottom)
        height = self._theme.metrics("help").height()
        below = QRect(room.left(), line.bottom() + 1, room.width(), height)
        self._line(painter, below, self._language.pick(metric.title), "help", "text2")
        self._line(painter, below.translated(0, height), measured_on(metric, self._language), "help", "text2")

    def _paint_error(self, painter: QPainter, room: QRect, top: int, model: LibraryModel) -> None:
        error = model.entry.error
        if error is None:
            return
        painter.setFont(self._theme.font("help"))
        painter.setPen(self._theme.color("bad"))
        lines = QRect(room.left(), top, room.width(), 3 * self._theme.metrics("help").height())
        painter.drawText(lines, int(Align.AlignTop) | int(Qt.TextFlag.TextWordWrap), self._language.pick(error.message))

    def _paint_foot(self, painter: QPainter, room: QRect, model: LibraryModel, ratio: float) -> None:
        kind, word = state_badge(model, self._is_verifying(model.id))
        icon = ICONS.get(kind, "")
        size = badge_size(self._theme, word, icon)
        badge = QRectF(room.right() + 1 - size.width(), room.bottom() + 1 - size.height(), size.width(), size.height())
        rule = QRect(room.left(), int(badge.top()) - 7, room.width(), 1)
        painter.fillRect(rule, self._theme.color("line"))
        paint_badge(painter, self._theme, badge, word, kind, icon, ratio)
        card, help_height = model.entry.card, self._theme.metrics("help").height()
        licence = [card.licence.weights] if card else []
        above = QRect(room.left(), rule.top() - help_height - 5, room.width(), help_height)
        facts = " · ".join((size_text(model.entry.size, self._language), origin_text(model), *licence))
        self._line(painter, above, facts, "help", "text2")
        line = QRect(room.left(), int(badge.top()), int(badge.left()) - room.left() - 8, size.height())
        self._line(painter, line, date_text(model.entry.modified), "help", "text2")

    def _line(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        role: str,
        token: str,
        align: Qt.AlignmentFlag = Align.AlignVCenter,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(token))
        shown = self._theme.metrics(role).elidedText(text, elide, rect.width())
        painter.drawText(rect, int(align) | int(Qt.TextFlag.TextSingleLine), shown)

    def _icon(self, model: LibraryModel) -> str:
        card = model.entry.card
        return TASK_ICONS[card.tasks[0]] if card else "error"

    def _bars(self, model: LibraryModel) -> list[Bar]:
        """A share beside its baseline, for models that draw no pictures."""
        card = model.entry.card
        metric = main_metric(card) if card else None
        if metric is None or metric.baseline is None or metric.unit != "share":
            return []
        mine = Bar(self.tr("this model"), metric.value, figure(metric.value, metric.unit, self._language))
        theirs = figure(metric.baseline, metric.unit, self._language)
        return [mine, Bar(baseline_title(metric, self._language), metric.baseline, theirs)]
