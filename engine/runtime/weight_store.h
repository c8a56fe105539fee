// The packed weights of a program: every weight argument of its kernels, layer by layer, in the form the kernel reads.
// Kernels that read the same weight in the same form share it.
#pragma once

#include "base/cancel.h"
#include "ir/interpret.h"
#include "runtime/weight_spec.h"
#include "targets/cpu/cpu_target.h"
#include "timeline/recorder.h"

#include <compare>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace foldmeter::runtime {

// A weight in one form. Vectors and tables have only one: Auto.
struct WeightForm {
    int spec = 0;
    cpu::Schedule::Matmul implementation = cpu::Schedule::Matmul::Auto;
    auto operator<=>(const WeightForm&) const = default;
};

class WeightStore {
public:
    // `release` is told of bytes of records that have been packed, layer by layer and again when all are; it may be empty.
    using Release = std::function<void(Bytes)>;
    WeightStore(std::vector<WeightSpec> specs, ir::WeightSource source, Release release = {})
        : m_specs(std::move(specs)), m_source(std::move(source)), m_release(std::move(release)) {}

    WeightForm formOf(int spec, cpu::Schedule::Matmul implementation) const;
    // Packs what is not packed yet, all layers. May be called behind code generation.
    void load(const std::set<WeightForm>& forms, ThreadPool& pool, timeline::Recorder* recorder, const CancelFlag* cancel);
    // Forgets all forms but these.
    void retain(const std::set<WeightForm>& forms);
    // Loaded before. `round`: of the enclosing loops, outermost first.
    const void* address(const WeightForm& form, const std::vector<std::int64_t>& round) const;
    // One layer on its own, not kept: for timing a form that may never be used.
    std::shared_ptr<cpu::PackedWeight> packOne(const WeightForm& form, const std::vector<std::int64_t>& round) const;
    std::size_t bytesOf(const std::set<WeightForm>& forms) const;   // packed or to be packed
    std::size_t bytes() const;

private:
    using Layers = std::vector<std::shared_ptr<cpu::PackedWeight>>;
    struct Missing;
    void packMissing(const Missing& missing) const;
    void sweep(const std::vector<Missing>& packed) const;
    const WeightSpec& spec(const WeightForm& form) const { return m_specs[static_cast<std::size_t>(form.spec)]; }
    std::shared_ptr<cpu::PackedWeight> pack(const WeightForm& form, const Tensor& record, std::int64_t layer) const;
    std::vector<Missing> missingOf(const std::set<WeightForm>& forms);

    std::vector<WeightSpec> m_specs;
    ir::WeightSource m_source;
    Release m_release;
    mutable std::mutex m_mutex;
    std::map<WeightForm, Layers> m_packed;
};

}  // namespace foldmeter::runtime
