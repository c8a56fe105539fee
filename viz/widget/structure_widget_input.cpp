// The structure widget's mouse and keyboard.
#include "viz/selecting.h"
#include "viz/widget/structure_widget_state.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace foldmeter::viz {

bool StructureWidget::eventFilter(QObject* watched, QEvent* event) {
    State& s = *m_state;
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        setFocus(Qt::MouseFocusReason);
        s.spin.stop();
        s.pressed = s.last = mouse->position();
        s.dragged = false;
        return true;
    }
    case QEvent::MouseMove: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->buttons() == Qt::NoButton) {
            hover(mouse->position());
            return true;
        }
        if (!s.dragged && (mouse->position() - s.pressed).manhattanLength() < 4) return true;
        s.dragged = true;
        drag(mouse->position() - s.last, mouse->buttons(), mouse->modifiers());
        s.last = mouse->position();
        return true;
    }
    case QEvent::MouseButtonRelease: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (!s.dragged && mouse->button() == Qt::LeftButton) click(mouse->position(), mouse->modifiers());
        return true;
    }
    case QEvent::MouseButtonDblClick:
        click(static_cast<QMouseEvent*>(event)->position(), static_cast<QMouseEvent*>(event)->modifiers() | Qt::MetaModifier);
        s.dragged = true;   // the release is no further click
        return true;
    case QEvent::Wheel:
        s.scene.zoom(std::pow(1.0015, static_cast<QWheelEvent*>(event)->angleDelta().y()));
        moved();
        return true;
    case QEvent::Leave:
        if (s.hovered) Q_EMIT hovered(s.hovered = std::nullopt);
        s.overlay->setHover({}, {});
        return false;
    default: return QWidget::eventFilter(watched, event);
    }
}

void StructureWidget::drag(const QPointF& by, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) {
    State& s = *m_state;
    const double height = std::max(this->height(), 1);
    s.overlay->setHover({}, {});
    if (buttons & Qt::RightButton) s.scene.zoom(std::pow(2.0, -2 * by.y() / height));
    else if ((buttons & Qt::MiddleButton) || (modifiers & Qt::ShiftModifier)) s.scene.shift(by.x() / height, -by.y() / height);
    else if (modifiers & Qt::ControlModifier) s.scene.roll(by.x() * 0.4);
    else s.scene.turn(by.x() * 0.45, -by.y() * 0.45);
    moved();
}

void StructureWidget::hover(const QPointF& where) {
    State& s = *m_state;
    const auto found = s.scene.pick(where.x() / std::max(width(), 1), 1 - where.y() / std::max(height(), 1), s.aspect(this));
    const bool atom = found && s.measuring > 0;
    s.overlay->setHover(found ? nameOf(s.scene.structures()[static_cast<std::size_t>(found->structure)], *found, atom || s.representation != Representation::Cartoon) : QString(), where);
    if (found == s.hovered) return;
    s.hovered = found;
    Q_EMIT hovered(found);
}

void StructureWidget::click(const QPointF& where, Qt::KeyboardModifiers modifiers) {
    State& s = *m_state;
    const auto found = s.scene.pick(where.x() / std::max(width(), 1), 1 - where.y() / std::max(height(), 1), s.aspect(this));
    if (found) Q_EMIT picked(*found, modifiers);
    if (s.measuring >= 2) {
        if (!found || std::find(s.picking.begin(), s.picking.end(), *found) != s.picking.end()) return;
        s.picking.push_back(*found);
        if (static_cast<int>(s.picking.size()) < s.measuring) return;
        s.measurements.push_back({std::exchange(s.picking, {})});
        placeLinks();
        redraw();
        Q_EMIT measurementsChanged();
        return;
    }
    Selecting how;
    how.toggle = modifiers & Qt::ControlModifier;
    how.upTo = modifiers & Qt::ShiftModifier;
    how.atom = modifiers & Qt::AltModifier;
    how.chain = modifiers & Qt::MetaModifier;
    const Selection chosen = selected(s.scene.structures(), s.scene.selection(), found, how);
    if (chosen == s.scene.selection()) return;
    setSelection(chosen);
    Q_EMIT selectionChanged(chosen);
}

void StructureWidget::keyPressEvent(QKeyEvent* event) {
    State& s = *m_state;
    const bool shifted = event->modifiers() & Qt::ShiftModifier;
    const auto move = [&](double right, double up) {
        if (shifted) s.scene.shift(right * 0.004, up * 0.004);
        else s.scene.turn(right, up);
        moved();
    };
    switch (event->key()) {
    case Qt::Key_Left: move(-10, 0); break;
    case Qt::Key_Right: move(10, 0); break;
    case Qt::Key_Up: move(0, 10); break;
    case Qt::Key_Down: move(0, -10); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
        s.scene.zoom(event->key() == Qt::Key_Minus ? 1 / 1.15 : 1.15);
        moved();
        break;
    case Qt::Key_Home: resetCamera(); break;
    case Qt::Key_Escape:
        if (s.measuring > 0) setMeasuring(0);
        else if (!s.scene.selection().empty()) {
            setSelection({});
            Q_EMIT selectionChanged({});
        } else {
            event->ignore();
        }
        break;
    default: QWidget::keyPressEvent(event);
    }
}

}  // namespace foldmeter::viz
