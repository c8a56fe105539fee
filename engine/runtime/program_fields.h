// The fields of a stored program, type by type (field_stream.h says how they are used).
#pragma once

#include "runtime/field_stream.h"
#include "runtime/program_entry.h"

namespace foldmeter::runtime {

template <> inline constexpr DType lastOf<DType> = DType::Bool;   // Working never leaves the passes
template <> inline constexpr ir::Op lastOf<ir::Op> = ir::Op::Fused;
template <> inline constexpr ir::Term::Variable lastOf<ir::Term::Variable> = ir::Term::Variable::Summed;
template <> inline constexpr kernels::Argument::Role lastOf<kernels::Argument::Role> = kernels::Argument::Role::Weight;
template <> inline constexpr kernels::TileValue::Kind lastOf<kernels::TileValue::Kind> = kernels::TileValue::Kind::Store;
template <> inline constexpr Storage::Kind lastOf<Storage::Kind> = Storage::Kind::Weight;
template <> inline constexpr Step::Kind lastOf<Step::Kind> = Step::Kind::Loop;

template <typename S> void fields(S& stream, Digest& value) {
    auto& [high, low] = value;
    stream(high, low);
}
template <typename S> void fields(S& stream, ir::Dim& value) {
    auto& [factor, symbols] = value;
    stream(factor, symbols);
}
template <typename S> void fields(S& stream, ir::TensorType& value) {
    auto& [dtype, shape] = value;
    stream(dtype, shape);
}
template <typename S> void fields(S& stream, ir::Term& value) {
    auto& [variable, index, coefficient] = value;
    stream(variable, index, coefficient);
}
template <typename S> void fields(S& stream, ir::IndexExpression& value) {
    auto& [terms, constant] = value;
    stream(terms, constant);
}
template <typename S> void fields(S& stream, ir::CostTerm& value) {
    auto& [coefficient, symbols] = value;
    stream(coefficient, symbols);
}
template <typename S> void fields(S& stream, ir::CostFormula& value) {
    auto& [flops, bytes] = value;
    stream(flops, bytes);
}

template <typename S> void fields(S& stream, kernels::Argument& value) {
    auto& [role, type, name] = value;
    stream(role, type, name);
}
template <typename S> void fields(S& stream, kernels::Access& value) {
    auto& [argument, shape, index] = value;
    stream(argument, shape, index);
}
template <typename S> void fields(S& stream, kernels::TileValue& value) {
    auto& [kind, op, operands, inner, dtype, access, number, axis, weight, start, step, rightAccess, summed, rightInner] = value;
    stream(kind, op, operands, inner, dtype, access, number, axis, weight, start, step, rightAccess, summed, rightInner);
}
template <typename S> void fields(S& stream, kernels::RowKernel& value) {
    auto& [axes, values] = value;
    stream(axes, values);
}
template <typename S> void fields(S& stream, kernels::MatmulKernel& value) {
    auto& [spec, left, right, result, leftShape, rightShape] = value;
    stream(spec, left, right, result, leftShape, rightShape);
}
template <typename S> void fields(S& stream, kernels::AttentionKernel& value) {
    auto& [qAxes, kAxes, vAxes, biasAxes, maskAxes, resultAxes, dims, q, k, v, bias, mask, result, scale, weightType] = value;
    stream(qAxes, kAxes, vAxes, biasAxes, maskAxes, resultAxes, dims, q, k, v, bias, mask, result, scale, weightType);
}
// Scope and origins of a kernel are those of its sites.
template <typename S> void fields(S& stream, kernels::Kernel& value) {
    auto& [name, scope, origins, arguments, body] = value;
    stream(name, arguments, body);
}

template <typename S> void fields(S& stream, WeightSpec& value) {
    auto& [record, stored, permutation, layered, rounds, type, forMatmul] = value;
    stream(record, stored, permutation, layered, rounds, type, forMatmul);
}
template <typename S> void fields(S& stream, Place::Offset& value) {
    auto& [loop, bytes] = value;
    stream(loop, bytes);
}
template <typename S> void fields(S& stream, Place& value) {
    auto& [storage, offsets] = value;
    stream(storage, offsets);
}
template <typename S> void fields(S& stream, Range& value) {
    auto& [begin, end, depth] = value;
    stream(begin, end, depth);
}
template <typename S> void fields(S& stream, Storage& value) {
    auto& [kind, bytes, name, constant, weight, ranges] = value;
    stream(kind, bytes, name, constant, weight, ranges);
}
template <typename S> void fields(S& stream, Step& value) {
    auto& [kind, position, site, arguments, bytes, loop, body] = value;
    if constexpr (requires { typename S::Descent; }) {
        const typename S::Descent descent(stream);
        stream(kind, position, site, arguments, bytes, loop, body);
    } else {
        stream(kind, position, site, arguments, bytes, loop, body);
    }
}
template <typename S> void fields(S& stream, Loop& value) {
    auto& [count, parent, entry, exit] = value;
    stream(count, parent, entry, exit);
}
// A graph is not kept: who looks at a site's node (the check of candidates) has the program compiled anew.
template <typename S> void fields(S& stream, Site& value) {
    auto& [graph, node, kernel, name, scope, origins] = value;
    stream(kernel, name, scope, origins);
}
template <typename S> void fields(S& stream, UniqueKernel& value) {
    auto& [digest, length, kernel, inPlace, sites] = value;
    stream(digest, length, kernel, inPlace, sites);
}
template <typename S> void fields(S& stream, LaunchList& value) {
    auto& [steps, storages, loops, sites, kernels, weights, inputs, outputs, positions, copiesRemoved, copiesLeft] = value;
    stream(steps, storages, loops, sites, kernels, weights, inputs, outputs, positions, copiesRemoved, copiesLeft);
}
template <typename S> void fields(S& stream, Port& value) {
    auto& [name, type] = value;
    stream(name, type);
}
template <typename S> void fields(S& stream, Signature& value) {
    auto& [name, inputs, outputs, symbols, records, weightBytes, nodes] = value;
    stream(name, inputs, outputs, symbols, records, weightBytes, nodes);
}
template <typename S> void fields(S& stream, ProgramEntry& value) {
    auto& [signature, list, costs] = value;
    stream(signature, list, costs);
}

}  // namespace foldmeter::runtime
