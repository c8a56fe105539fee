// Named sets of compile settings: a few that come with the program, and those a person keeps. Stored option by option as
// the command line spells them, so that a later version reads an earlier one's.
#pragma once

#include "settings/settings.h"

#include <QString>

#include <vector>

class QSettings;

namespace foldmeter::settings {

struct Preset {
    QString name, explanation;
    CompileSettings settings;
    bool own = false;              // kept by the person: can be replaced and removed
};

std::vector<Preset> bundledPresets();

class PresetStore {
public:
    explicit PresetStore(QSettings& store) : m_store(store) {}
    std::vector<Preset> presets() const;          // bundled first, then own by name
    void keep(const QString& name, const CompileSettings& settings);
    void remove(const QString& name);             // an own one

private:
    QSettings& m_store;
};

// Settings as lines of NAME=VALUE; what this version does not know is left out.
QStringList toLines(const CompileSettings& settings);
CompileSettings settingsFromLines(const QStringList& lines);

}  // namespace foldmeter::settings
