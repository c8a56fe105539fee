// What a person needs to know to choose a compile setting: its subject, the values it takes, which of them ask for
// something that not every machine has. The form in the window is made from this table; the words stand in the message
// catalogue under setting.NAME, setting.NAME.help and setting.NAME.VALUE.
#pragma once

#include "settings/settings.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace foldmeter {

enum class SettingKind : std::uint8_t { Choice, Switch, Count, Seconds, Memory, Folder, Buckets, Target };
enum class SettingSubject : std::uint8_t { Device, Arithmetic, Compilation, Tuning, Cache };
enum class Needs : std::uint8_t { Nothing, Gpu, Cudnn, DeviceFile };

struct SettingValue {
    std::string_view value;                 // as the option spells it
    Needs needs = Needs::Nothing;
};

struct SettingDescription {
    std::string_view name;                  // as the option spells it, without dashes
    SettingSubject subject;
    SettingKind kind;
    std::vector<SettingValue> values;       // the words it takes; empty for numbers and folders
    int most = 0;                           // largest value of a Count
};

// Every setting once, in the order of the form. Default values are those of CompileSettings().
std::span<const SettingDescription> settingDescriptions();
const SettingDescription& settingDescription(std::string_view name);   // InternalError: no such setting

std::string labelOf(const SettingDescription& setting);
std::string helpOf(const SettingDescription& setting);
std::string labelOf(const SettingDescription& setting, std::string_view value);   // what the value means, in words
std::string titleOf(SettingSubject subject);

// What the machine that will run it offers.
struct MachineOffer {
    bool gpu = false, cudnn = false, deviceFiles = false;
    std::string gpuNote;                    // why there is none
};
// Why a value cannot be chosen there; empty: it can.
std::string whyNotOffered(const SettingValue& value, const MachineOffer& offer);

// The options that differ from the default, as they stand on a command line: "--precision bf16 --hoist off".
std::string toCommandLine(const CompileSettings& settings);

}  // namespace foldmeter
