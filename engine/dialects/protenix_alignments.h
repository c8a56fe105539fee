// Alignments of Protenix's jobs: named one by one, or as a folder of two files; and paired rows named by UniRef and a
// taxonomy number, which AlphaFold 3 knows only as species of UniProt names.
#pragma once

#include "dialects/named_files.h"

namespace foldmeter::dialects {

// Sets unpairedMsa(Path) and, of proteins, pairedMsa(Path) of `made`.
void takeProtenixAlignments(const json::Value& body, bool protein, NamedFiles& files, Journal& journal, json::Value& made);
// The alignment with a made-up UniProt name of the species before every name of the form UniRef100_P12345_9606/...; the
// same text when there is none.
std::string withSpecies(const std::string& alignment);

}  // namespace foldmeter::dialects
