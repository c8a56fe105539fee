#include "gui/settings/presets.h"

#include "base/error.h"

#include <QCoreApplication>
#include <QSettings>
#include <QStringList>

namespace foldmeter::settings {
namespace {

QString said(const char* words) { return QCoreApplication::translate("presets", words); }

CompileSettings with(std::initializer_list<std::pair<const char*, const char*>> values) {
    CompileSettings settings;
    for (const auto& [name, value] : values) settings.set(name, value);
    return settings;
}

}  // namespace

std::vector<Preset> bundledPresets() {
    return {
        {said(QT_TRANSLATE_NOOP("presets", "Default")), said(QT_TRANSLATE_NOOP("presets", "What the program does unasked.")), {}},
        {said(QT_TRANSLATE_NOOP("presets", "As AlphaFold 3")),
         said(QT_TRANSLATE_NOOP("presets", "bf16 and AlphaFold 3's padded sizes, to reproduce its seeds.")),
         with({{"precision", "bf16"}, {"bucket", "alphafold3"}})},
        {said(QT_TRANSLATE_NOOP("presets", "One prediction, soon")),
         said(QT_TRANSLATE_NOOP("presets", "No tuning beyond recorded choices: the first structure comes sooner, later seeds may be slower.")),
         with({{"autotune", "1"}})},
        {said(QT_TRANSLATE_NOOP("presets", "Many seeds")),
         said(QT_TRANSLATE_NOOP("presets", "Tunes all sites for up to a minute: worth it when many seeds follow.")),
         with({{"autotune", "3"}, {"autotune-budget", "60"}})},
        {said(QT_TRANSLATE_NOOP("presets", "Least memory")), said(QT_TRANSLATE_NOOP("presets", "One sample at a time.")),
         with({{"samples-per-batch", "1"}})},
        {said(QT_TRANSLATE_NOOP("presets", "Bit-identical")),
         said(QT_TRANSLATE_NOOP("presets", "The same bits whatever cache and tuning.")), with({{"strict", "on"}})},
        {said(QT_TRANSLATE_NOOP("presets", "Nothing optimised")),
         said(QT_TRANSLATE_NOOP("presets", "No fusion, no hoisting, no tuning: what the optimisations are measured against.")),
         with({{"fusion", "off"}, {"hoist", "off"}, {"attention", "decomposed"}, {"autotune", "0"}})},
    };
}

QStringList toLines(const CompileSettings& settings) {
    QStringList lines;
    for (const auto& [name, value] : settings.toPairs()) lines << QString::fromStdString(name + "=" + value);
    return lines;
}

CompileSettings settingsFromLines(const QStringList& lines) {
    CompileSettings settings;
    for (const QString& line : lines) {
        const qsizetype sign = line.indexOf(u'=');
        if (sign < 1) continue;
        try {
            settings.set(line.left(sign).toStdString(), line.mid(sign + 1).toStdString());
        } catch (const InputError&) {
            continue;   // a setting or value of another version
        }
    }
    return settings;
}

std::vector<Preset> PresetStore::presets() const {
    std::vector<Preset> all = bundledPresets();
    m_store.beginGroup(QStringLiteral("presets"));
    for (const QString& name : m_store.childKeys())
        all.push_back({name, {}, settingsFromLines(m_store.value(name).toStringList()), true});
    m_store.endGroup();
    return all;
}

void PresetStore::keep(const QString& name, const CompileSettings& settings) {
    m_store.setValue(QStringLiteral("presets/") + QString(name).replace(u'/', u'-'), toLines(settings));
}

void PresetStore::remove(const QString& name) { m_store.remove(QStringLiteral("presets/") + name); }

}  // namespace foldmeter::settings
