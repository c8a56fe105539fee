// Glycans in one line: sugars as component codes, what hangs on a sugar in brackets behind it. AlphaFold Server writes
// NAG(NAG)(BMA) and leaves open where the bonds are; Chai writes NAG(4-1 NAG), the bond from O4 to C1.
#pragma once

#include "dialects/job_builder.h"

#include <string>
#include <vector>

namespace foldmeter::dialects {

struct Sugar {
    std::string code;
    int parent = -1;          // index of the sugar it hangs on; -1: the first
    int parentOxygen = 0;     // O4: 4
    int carbon = 0;           // C1: 1
    bool assumed = false;     // the bond was not stated
};
struct Glycan {
    std::vector<Sugar> sugars;
    std::string complaint;    // why it cannot be read; the sugars are of no use then
};
Glycan parseGlycan(const std::string& text);

// Atom of an amino acid that carries glycans: "ND2" for N, "OG" for S, "OG1" for T, "" for others.
std::string glycanSite(char letter);
int anomericCarbon(const std::string& code);   // C1, C2 for ketoses and sialic acids

// The glycan as a ligand of several components with the bonds between them.
void addSugars(const json::Value& at, const Glycan& glycan, const std::string& chain, JobBuilder& builder);
// "ND2-C1, O4-C1": the bond to the protein, where there is one, then those of the sugars.
std::string describeBonds(const Glycan& glycan, const std::string& site);

}  // namespace foldmeter::dialects
