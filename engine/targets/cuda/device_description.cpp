#include "targets/cuda/device_description.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/paths.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::cuda {
namespace {

class Reader {
public:
    explicit Reader(const std::filesystem::path& file) : m_file(file.string()), m_root(json::parse(readText(file), m_file)) {
        if (!m_root.isObject() || text("format") != "foldmeter-device")
            throw InputError(m_file + ": not the description of a device: \"format\" must be \"foldmeter-device\"");
    }
    std::string text(const char* key) const {
        const json::Value& value = member(key);
        if (!value.isString()) refuse(value, key, "a text");
        return value.text;
    }
    double number(const char* key) const {
        const json::Value& value = member(key);
        if ((value.kind != json::Kind::Integer && value.kind != json::Kind::Real) || !(value.real > 0)) refuse(value, key, "a number above 0");
        return value.real;
    }
    std::int64_t whole(const char* key) const {
        const json::Value& value = member(key);
        if (value.kind != json::Kind::Integer || value.integer <= 0) refuse(value, key, "a whole number above 0");
        return value.integer;
    }

private:
    const json::Value& member(const char* key) const {
        const json::Value* value = m_root.isObject() ? m_root.find(key) : nullptr;
        if (!value) throw InputError(fmt::format("{}: \"{}\" is missing; resources/devices shows whole descriptions", m_file, key));
        return *value;
    }
    [[noreturn]] void refuse(const json::Value& value, const char* key, const char* wanted) const {
        throw InputError(fmt::format("{}:{}:{}: \"{}\" must be {}", m_file, value.position.line, value.position.column, key, wanted));
    }
    std::string m_file;
    json::Value m_root;
};

}  // namespace

DeviceDescription readDeviceDescription(const std::filesystem::path& file) {
    const Reader reader(file);
    DeviceDescription device;
    device.name = reader.text("name");
    device.computeCapability = static_cast<int>(reader.whole("compute_capability"));
    device.multiprocessors = static_cast<int>(reader.whole("multiprocessors"));
    device.memoryBytes = reader.whole("memory_bytes");
    device.l2Bytes = reader.whole("l2_bytes");
    device.sharedPerMultiprocessor = reader.whole("shared_bytes_per_multiprocessor");
    device.sharedPerBlock = reader.whole("shared_bytes_per_block");
    device.threadsPerMultiprocessor = static_cast<int>(reader.whole("threads_per_multiprocessor"));
    device.blocksPerMultiprocessor = static_cast<int>(reader.whole("blocks_per_multiprocessor"));
    device.bandwidth = reader.number("bandwidth_bytes_per_second");
    device.peakF32 = reader.number("peak_f32");
    device.peakTf32 = reader.number("peak_tf32");
    device.peakBf16 = reader.number("peak_bf16");
    if (device.computeCapability < 80)
        throw InputError(fmt::format("{}: compute capability {} is below 80; Foldmeter's kernels need bfloat16 tensor cores", file.string(), device.computeCapability));
    return device;
}

std::optional<std::filesystem::path> findDeviceDescription(const std::string& target) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(target, ignored)) return target;
    for (const auto& [name, file] : bundledDevices())
        if (name == target) return file;
    return std::nullopt;
}

std::vector<std::pair<std::string, std::filesystem::path>> bundledDevices() {
    std::vector<std::pair<std::string, std::filesystem::path>> found;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(resourcePath("devices"), ignored))
        if (entry.path().extension() == ".json") found.emplace_back(entry.path().stem().string(), entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace foldmeter::cuda
