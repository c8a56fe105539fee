#include "gui/settings/setting_editor.h"

#include "gui/look/icons.h"
#include "gui/look/theme.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QStandardItemModel>

namespace foldmeter::settings {
namespace {

QString text(std::string_view words) { return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())); }

// A person writes the value of these words.
bool isOpenValue(std::string_view value) { return value == "LIST" || value == "FILE"; }

}  // namespace

SettingEditor::SettingEditor(const SettingDescription& setting, QWidget* parent) : QWidget(parent), m_setting(setting) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::grid / 2);
    switch (setting.kind) {
        case SettingKind::Choice:
        case SettingKind::Switch:
        case SettingKind::Target:
        case SettingKind::Buckets: makeWords(); break;
        case SettingKind::Count: makeCount(); break;
        case SettingKind::Seconds: makeSeconds(); break;
        case SettingKind::Memory: makeText(tr("auto")); break;
        case SettingKind::Folder: makeFolder(); break;
    }
    for (QWidget* control : findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        layout->addWidget(control, 1);
        control->setAccessibleName(QString::fromStdString(labelOf(setting)));
        control->setAccessibleDescription(QString::fromStdString(helpOf(setting)));
        control->setFocusPolicy(Qt::StrongFocus);   // the wheel scrolls the form, not the value under the pointer
        control->installEventFilter(this);
        setFocusProxy(control);
    }
    if (m_words) setFocusProxy(m_words);
}

void SettingEditor::makeWords() {
    m_words = new QComboBox(this);
    m_words->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_words->setMinimumContentsLength(8);
    for (const SettingValue& value : m_setting.values)
        m_words->addItem(QString::fromStdString(labelOf(m_setting, value.value)), text(value.value));
    if (m_setting.kind == SettingKind::Buckets) {
        m_text = new QLineEdit(this);
        m_text->setPlaceholderText(QStringLiteral("64,128,256"));
        connect(m_text, &QLineEdit::editingFinished, this, &SettingEditor::edited);
        showListField();
    }
    connect(m_words, &QComboBox::activated, this, [this] {
        showListField();
        Q_EMIT edited();
    });
}

void SettingEditor::showListField() {
    if (m_text) m_text->setVisible(m_words->currentData().toString() == QLatin1String("LIST"));
}

void SettingEditor::makeText(const QString& placeholder) {
    m_text = new QLineEdit(this);
    m_text->setPlaceholderText(placeholder);
    connect(m_text, &QLineEdit::editingFinished, this, &SettingEditor::edited);
}

void SettingEditor::makeFolder() {
    makeText(tr("default folder"));
    QAction* browse = m_text->addAction(look::icon(QStringLiteral("folder")), QLineEdit::TrailingPosition);
    browse->setToolTip(tr("Choose a folder"));
    connect(browse, &QAction::triggered, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, QString::fromStdString(labelOf(m_setting)), m_text->text());
        if (!folder.isEmpty()) choose(folder.toStdString());
    });
}

void SettingEditor::makeCount() {
    m_count = new QSpinBox(this);
    m_count->setRange(0, m_setting.most);
    m_count->setSpecialValueText(tr("all"));
    m_count->setKeyboardTracking(false);
    connect(m_count, &QSpinBox::valueChanged, this, &SettingEditor::edited);
}

void SettingEditor::makeSeconds() {
    m_seconds = new QDoubleSpinBox(this);
    m_seconds->setRange(0, 1e6);
    m_seconds->setDecimals(1);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setKeyboardTracking(false);
    connect(m_seconds, &QDoubleSpinBox::valueChanged, this, &SettingEditor::edited);
}

std::string SettingEditor::value() const {
    if (m_count) return std::to_string(m_count->value());
    if (m_seconds) return QString::number(m_seconds->value()).toStdString();
    if (m_words) {
        const std::string word = m_words->currentData().toString().toStdString();
        return isOpenValue(word) && m_text ? m_text->text().trimmed().toStdString() : word;
    }
    const QString written = m_text->text().trimmed();
    return written.isEmpty() && m_setting.kind == SettingKind::Memory ? std::string("auto") : written.toStdString();
}

void SettingEditor::setValue(const std::string& value) {
    const QString written = QString::fromStdString(value);
    const QSignalBlocker count(m_count), seconds(m_seconds);
    if (m_count) m_count->setValue(written.toInt());
    if (m_seconds) m_seconds->setValue(written.toDouble());
    if (m_words) {
        int index = m_words->findData(written);
        if (index < 0) index = m_words->findData(m_text ? QStringLiteral("LIST") : QStringLiteral("FILE"));
        if (index < 0 || (m_setting.kind == SettingKind::Target && m_words->findData(written) < 0)) {
            m_words->addItem(written, written);   // a value of later versions or a named device is kept, not changed
            index = m_words->count() - 1;
        }
        m_words->setCurrentIndex(index);
        if (m_text) m_text->setText(m_words->currentData().toString() == QLatin1String("LIST") ? written : QString());
        showListField();
    } else if (m_text) {
        m_text->setText(m_setting.kind == SettingKind::Memory && value == "auto" ? QString() : written);
    }
}

void SettingEditor::choose(const std::string& value) {
    setValue(value);
    Q_EMIT edited();
}

void SettingEditor::setOffer(const MachineOffer& offer) {
    if (!m_words) return;
    auto* model = qobject_cast<QStandardItemModel*>(m_words->model());
    for (std::size_t i = 0; i < m_setting.values.size(); ++i) {
        const QString reason = QString::fromStdString(whyNotOffered(m_setting.values[i], offer));
        QStandardItem* item = model->item(static_cast<int>(i));
        item->setEnabled(reason.isEmpty());
        item->setToolTip(reason);
    }
}

bool SettingEditor::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Wheel && !static_cast<QWidget*>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace foldmeter::settings
