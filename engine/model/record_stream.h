// AlphaFold 3's record stream: reading it from mapped or compressed files, and writing it. Spec: weights.md section 2.
#pragma once

#include "model/weight_files.h"
#include "tensor/tensor.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace foldmeter::model {

struct Record {
    std::string name;   // "scope:name"
    Tensor tensor;
    bool mapped = false;   // the tensor looks at the mapped file, and need not be aligned to its elements
};

// Reads record by record. Throws InputError naming the files, the record and what is wrong: incomplete header or
// payload, damaged compression, a shape that does not fit its bytes.
class RecordReader {
public:
    explicit RecordReader(const WeightFiles& files);
    ~RecordReader();
    std::optional<Record> next();   // nullopt at the end

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// Writes a stream piece by piece, compressed when the path ends in .zst. The file appears under its name on finish();
// without it nothing is left. Throws DeviceError (path, reason).
class RecordWriter {
public:
    explicit RecordWriter(const std::filesystem::path& path);
    ~RecordWriter();
    void beginRecord(const std::string& scope, const std::string& name, DType dtype, const Extents& extents);
    void append(Bytes bytes);       // of the record begun; all pieces together are its data
    void finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace foldmeter::model
