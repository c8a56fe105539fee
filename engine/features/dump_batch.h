// Writes a batch as files other programs read: FILE.bin (raw little-endian arrays) and FILE.tsv (name, dtype, shape,
// offset). What `foldmeter features` leaves, and the form of the test data.
#pragma once

#include "features/batch.h"

#include <filesystem>
#include <string>

namespace foldmeter::features {

struct BatchDump {
    std::string table;   // tab-separated, with a head line
    std::string bytes;
};
BatchDump dumpBatch(const Batch& batch);
// Writes FILE.tsv and FILE.bin; DeviceError when the disk refuses.
void writeBatch(const Batch& batch, const std::filesystem::path& file);
// Reads what dumpBatch made (and the like: further columns are passed over). InputError for damage, naming `what`.
TensorMap readDump(const std::string& table, const std::string& bytes, const std::string& what);

}  // namespace foldmeter::features
