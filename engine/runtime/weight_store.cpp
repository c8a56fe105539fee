#include "runtime/weight_store.h"

#include "base/error.h"
#include "runtime/share_work.h"

#include <algorithm>
#include <malloc.h>

namespace foldmeter::runtime {

// A layer that is to be packed.
struct WeightStore::Missing {
    WeightForm form;
    Tensor record;   // shared by all of its layers and forms
    std::int64_t layer = 0;
    std::shared_ptr<cpu::PackedWeight>* to = nullptr;
};

namespace {
std::int64_t layersOf(const WeightSpec& spec, const Tensor& record) {
    return spec.layered && !record.extents().empty() ? record.extents().front() : 1;
}
}  // namespace

WeightForm WeightStore::formOf(int index, cpu::Schedule::Matmul implementation) const {
    const bool matmul = m_specs[static_cast<std::size_t>(index)].forMatmul;
    cpu::Schedule schedule;
    schedule.matmul = implementation;
    return {index, matmul ? cpu::codeOf(schedule).matmul : cpu::Schedule::Matmul::Auto};
}

std::shared_ptr<cpu::PackedWeight> WeightStore::pack(const WeightForm& form, const Tensor& record, std::int64_t layer) const {
    const WeightSpec& weight = spec(form);
    try {
        return cpu::packWeight(viewOf(weight, record, layer), weight.type, weight.forMatmul, form.implementation);
    } catch (Error& error) {
        error.addContext("while packing weight " + weight.record);
        throw;
    }
}

std::vector<WeightStore::Missing> WeightStore::missingOf(const std::set<WeightForm>& forms) {
    std::map<std::string, Tensor> records;
    std::vector<Missing> missing;
    for (const WeightForm& form : forms) {
        if (m_packed.contains(form)) continue;
        const WeightSpec& weight = spec(form);
        if (!records.contains(weight.record)) records[weight.record] = m_source(weight.record);
        const Tensor& record = records.at(weight.record);
        Layers& layers = m_packed[form];
        layers.resize(static_cast<std::size_t>(layersOf(weight, record)));
        for (std::size_t layer = 0; layer < layers.size(); ++layer)
            missing.push_back({form, record, static_cast<std::int64_t>(layer), &layers[layer]});
    }
    return missing;
}

void WeightStore::packMissing(const Missing& missing) const {
    *missing.to = pack(missing.form, missing.record, missing.layer);
    if (!m_release) return;
    const Bytes all = missing.record.bytes();
    const std::size_t layers = static_cast<std::size_t>(layersOf(spec(missing.form), missing.record)), bytes = all.size() / std::max<std::size_t>(layers, 1);
    m_release(all.subspan(static_cast<std::size_t>(missing.layer) * bytes, bytes));
}

// Once more when all is done: the system maps the neighbourhood of a page that is read, released or not. And what was
// copied to be turned around lies free in the allocator, which keeps it unless asked.
void WeightStore::sweep(const std::vector<Missing>& packed) const {
    if (!m_release) return;
    constexpr std::size_t worthTrimming = std::size_t{64} << 20;
    std::set<const std::byte*> records;
    std::size_t bytes = 0;
    for (const Missing& each : packed) {
        if (!records.insert(each.record.bytes().data()).second) continue;
        m_release(each.record.bytes());
        bytes += each.record.bytes().size();
    }
    if (bytes > worthTrimming) ::malloc_trim(0);
}

void WeightStore::load(const std::set<WeightForm>& forms, ThreadPool& pool, timeline::Recorder* recorder, const CancelFlag* cancel) {
    const std::lock_guard lock(m_mutex);
    const std::vector<Missing> missing = missingOf(forms);
    if (missing.empty()) return;
    timeline::ScopedSpan span(recorder, "pack weights", timeline::Category::Load);
    span.with("weights", static_cast<std::int64_t>(missing.size()));
    try {
        shareWork(pool, missing.size(), cancel, [&](std::size_t n) { packMissing(missing[n]); });
    } catch (...) {
        for (const Missing& left : missing) m_packed.erase(left.form);
        throw;
    }
    sweep(missing);
}

void WeightStore::retain(const std::set<WeightForm>& forms) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_packed, [&](const auto& packed) { return !forms.contains(packed.first); });
}

const void* WeightStore::address(const WeightForm& form, const std::vector<std::int64_t>& round) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_packed.find(form);
    check(found != m_packed.end(), "weight " + spec(form).record + " is not loaded");
    const std::int64_t layer = layerOf(spec(form), static_cast<std::int64_t>(found->second.size()), round);
    return found->second[static_cast<std::size_t>(layer)]->data();
}

std::shared_ptr<cpu::PackedWeight> WeightStore::packOne(const WeightForm& form, const std::vector<std::int64_t>& round) const {
    const Tensor record = m_source(spec(form).record);
    return pack(form, record, layerOf(spec(form), layersOf(spec(form), record), round));
}

std::size_t WeightStore::bytesOf(const std::set<WeightForm>& forms) const {
    std::size_t bytes = 0;
    for (const WeightForm& form : forms) {
        const WeightSpec& weight = spec(form);
        const auto layers = static_cast<std::size_t>(weight.layered ? layersOf(weight, m_source(weight.record)) : 1);
        bytes += layers * cpu::packedWeightBytes(weight.type, weight.forMatmul);
    }
    return bytes;
}

std::size_t WeightStore::bytes() const {
    const std::lock_guard lock(m_mutex);
    std::size_t bytes = 0;
    for (const auto& [form, layers] : m_packed)
        for (const auto& layer : layers) bytes += layer->bytes();
    return bytes;
}

}  // namespace foldmeter::runtime
