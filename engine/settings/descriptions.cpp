#include "settings/descriptions.h"

#include "base/error.h"
#include "base/message.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter {
namespace {

using enum SettingSubject;
using enum SettingKind;

std::vector<SettingDescription> makeDescriptions() {
    const std::vector<SettingValue> onOff{{"on"}, {"off"}};
    return {
        {"target", Device, Target, {{"auto"}, {"cpu"}, {"cuda", Needs::Gpu}, {"interpret"}, {"FILE", Needs::DeviceFile}}},
        {"threads", Device, Count, {}, 4096},
        {"memory-budget", Device, Memory, {}},
        {"samples-per-batch", Device, Count, {}, 1 << 20},
        {"precision", Arithmetic, Choice, {{"auto"}, {"f32"}, {"bf16"}, {"bf16-all"}, {"tf32", Needs::Gpu}}},
        {"strict", Arithmetic, Switch, onOff},
        {"fusion", Compilation, Switch, onOff},
        {"hoist", Compilation, Switch, onOff},
        {"attention", Compilation, Choice, {{"auto"}, {"decomposed"}, {"flash"}, {"cudnn", Needs::Cudnn}}},
        {"matmul", Compilation, Choice, {{"auto"}, {"library"}, {"generated"}}},
        {"bucket", Compilation, Buckets, {{"exact"}, {"alphafold3"}, {"LIST"}}},
        {"autotune", Tuning, Choice, {{"0"}, {"1"}, {"2"}, {"3"}, {"4"}}},
        {"autotune-budget", Tuning, Seconds, {}},
        {"warm-up", Tuning, Switch, onOff},
        {"cache", Cache, Choice, {{"read-write"}, {"read"}, {"off"}}},
        {"cache-dir", Cache, Folder, {}},
    };
}

std::string idOf(const SettingDescription& setting) { return fmt::format("setting.{}", setting.name); }

// As a shell takes it: quoted only when it must be.
std::string quoted(const std::string& word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=+@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

}  // namespace

std::span<const SettingDescription> settingDescriptions() {
    static const std::vector<SettingDescription> descriptions = makeDescriptions();
    return descriptions;
}

const SettingDescription& settingDescription(std::string_view name) {
    const auto all = settingDescriptions();
    const auto found = std::find_if(all.begin(), all.end(), [&](const SettingDescription& d) { return d.name == name; });
    check(found != all.end(), fmt::format("no setting {} is described", name));
    return *found;
}

std::string labelOf(const SettingDescription& setting) { return message(idOf(setting)); }

std::string helpOf(const SettingDescription& setting) { return message(idOf(setting) + ".help"); }

std::string labelOf(const SettingDescription& setting, std::string_view value) {
    const std::string id = setting.kind == SettingKind::Switch ? fmt::format("setting.switch.{}", value) : fmt::format("{}.{}", idOf(setting), value);
    return hasMessage(id) ? message(id) : std::string(value);
}

std::string titleOf(SettingSubject subject) {
    switch (subject) {
        case Device: return message("setting.subject.device");
        case Arithmetic: return message("setting.subject.arithmetic");
        case Compilation: return message("setting.subject.compilation");
        case Tuning: return message("setting.subject.tuning");
        case Cache: return message("setting.subject.cache");
    }
    throw InternalError("unnamed subject of settings");
}

std::string whyNotOffered(const SettingValue& value, const MachineOffer& offer) {
    switch (value.needs) {
        case Needs::Nothing: return {};
        case Needs::Gpu: return offer.gpu ? std::string() : message("setting.needs_gpu", {offer.gpuNote});
        case Needs::Cudnn:
            if (!offer.gpu) return message("setting.needs_gpu", {offer.gpuNote});
            return offer.cudnn ? std::string() : message("setting.needs_cudnn");
        case Needs::DeviceFile: return offer.deviceFiles ? std::string() : message("setting.needs_device_file");
    }
    throw InternalError("unnamed need of a setting");
}

std::string toCommandLine(const CompileSettings& settings) {
    std::string text;
    const auto defaults = CompileSettings().toPairs();
    const auto pairs = settings.toPairs();
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (pairs[i] == defaults[i]) continue;
        const auto& [name, value] = pairs[i];
        const bool flag = name == "strict" || name == "warm-up";   // given by name alone
        text += fmt::format("{}--{}{}", text.empty() ? "" : " ", name, flag ? "" : " " + quoted(value));
    }
    return text;
}

}  // namespace foldmeter
