#include "gui/job/depiction_view.h"

#include "base/error.h"
#include "gui/look/theme.h"
#include "structure/depiction.h"

#include <QEvent>
#include <QPainter>
#include <QSvgRenderer>

namespace foldmeter::job {
namespace {

constexpr int typingPause = 120;   // milliseconds

structure::Depiction depicted(const ComponentLibrary& library, const std::string& text, bool component, const structure::DepictionStyle& style) {
    if (!component) return structure::depict(text, style);
    const auto found = library.dictionary()->find(text);
    if (!found) throw InputError(text.empty() ? std::string() : "no component " + text);
    return structure::depict(*found, style);
}

}  // namespace

DepictionView::DepictionView(ComponentLibrary& library, QWidget* parent) : QWidget(parent), m_library(library) {
    m_pool.setMaxThreadCount(1);
    m_rest.setSingleShot(true);
    m_rest.setInterval(typingPause);
    connect(&m_rest, &QTimer::timeout, this, &DepictionView::start);
    setAccessibleName(tr("Drawing of the molecule"));
    setMinimumSize(140, 100);
}

DepictionView::~DepictionView() { m_pool.waitForDone(); }

void DepictionView::showSmiles(const QString& smiles) { request(smiles, false); }
void DepictionView::showComponent(const QString& code) { request(code, true); }
void DepictionView::clear() { request({}, true); }

void DepictionView::request(const QString& text, bool component) {
    if (text == m_text && component == m_component) return;
    m_text = text;
    m_component = component;
    m_rest.start();
}

void DepictionView::start() {
    m_wanted = m_running;
    if (m_running) return;   // started again when that is done
    if (m_text.isEmpty()) {
        m_svg.clear();
        m_caption.clear();
        update();
        Q_EMIT drawn();
        return;
    }
    m_running = true;
    const structure::DepictionStyle style{std::max(width(), 40), std::max(height() - fontMetrics().height(), 40), look::themeOf(this).window.lightnessF() < 0.5};
    m_pool.start([this, text = m_text.toStdString(), component = m_component, style] {
        QByteArray svg;
        QString caption;
        bool failed = false;
        try {
            const structure::Depiction depiction = depicted(m_library, text, component, style);
            svg = QByteArray::fromStdString(depiction.svg);
            caption = QString::fromStdString(depiction.formula);
        } catch (const std::exception& error) {
            caption = QString::fromUtf8(error.what());
            failed = true;
        }
        QMetaObject::invokeMethod(this, [this, svg, caption, failed] {
            m_running = false;
            if (m_wanted) return start();
            m_svg = svg;
            m_caption = caption;
            m_failed = failed;
            setAccessibleDescription(caption);
            setToolTip(caption);
            update();
            Q_EMIT drawn();
        });
    });
}

void DepictionView::paintEvent(QPaintEvent*) {
    const look::Theme& theme = look::themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int line = fontMetrics().height();
    if (!m_svg.isEmpty()) {
        QSvgRenderer renderer(m_svg);
        const QSize size = renderer.defaultSize().scaled(width(), height() - line, Qt::KeepAspectRatio);
        renderer.render(&painter, QRectF((width() - size.width()) / 2.0, (height() - line - size.height()) / 2.0, size.width(), size.height()));
        painter.setPen(theme.muted);
        painter.drawText(QRect(0, height() - line, width(), line), Qt::AlignCenter, fontMetrics().elidedText(m_caption, Qt::ElideRight, width()));
    } else if (!m_caption.isEmpty()) {
        painter.setPen(m_failed ? theme.failure : theme.muted);
        painter.drawText(rect().adjusted(4, 4, -4, -4), Qt::AlignCenter | Qt::TextWordWrap, m_caption);
    }
}

void DepictionView::resizeEvent(QResizeEvent*) {
    if (!m_text.isEmpty()) m_rest.start();
}

void DepictionView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_text.isEmpty()) m_rest.start();
}

}  // namespace foldmeter::job
