#include "dialects/protenix_alignments.h"

#include "base/error.h"
#include "dialects/job_builder.h"
#include "dialects/paired_csv.h"

#include <fmt/format.h>

#include <algorithm>

namespace foldmeter::dialects {
namespace {

// "9606" of "UniRef100_P12345_9606/1-80"; empty when the name has another form.
std::string_view taxonOf(std::string_view name) {
    static constexpr std::string_view prefix = "UniRef100_";
    if (!name.starts_with(prefix)) return {};
    name.remove_prefix(prefix.size());
    const std::size_t end = name.find('_');
    if (end == 0 || end == std::string_view::npos) return {};
    name.remove_prefix(end + 1);
    return name.substr(0, name.find_first_of("_/ \t\r"));
}

class AlignmentTaker {
public:
    AlignmentTaker(const json::Value& body, NamedFiles& files, Journal& journal, json::Value& made) : m_body(body), m_files(files), m_journal(journal), m_made(made) {}

    void take(bool protein) {
        takeOne("unpairedMsa", "unpairedMsaPath", false);
        if (protein) takeOne("pairedMsa", "pairedMsaPath", true);
        const json::Value* folder = given(m_body, "msa") ? given(*given(m_body, "msa"), "precomputed_msa_dir") : nullptr;
        if (!folder || !folder->isString() || folder->text.empty()) return;
        if (m_taken) return m_journal.dropped(*folder, "dialect.msa_folder_unused");
        takeFolder(*folder, protein);
    }

private:
    void takeOne(const char* key, const char* pathKey, bool paired) {
        const json::Value *text = given(m_body, key), *path = given(m_body, pathKey);
        m_taken = m_taken || text || path;
        if (text && paired && text->isString() && !path) return setPaired(*text, text->text);
        if (text) set(m_made, key, *text);
        if (path && path->isString() && !text) return takeFile(*path, path->text, paired);
        if (path) set(m_made, pathKey, *path);
    }

    void takeFile(const json::Value& at, const std::string& path, bool paired) {
        const std::string place = m_files.placeOf(at, path);
        if (!paired || !m_files.exists(path)) return set(m_made, paired ? "pairedMsaPath" : "unpairedMsaPath", textAt(at, place));
        try {
            setPaired(at, m_files.read(textAt(at, place)));
        } catch (const InputError& error) {
            m_journal.problems.error(at, "input.path", {"pairedMsaPath", error.what()});
        }
    }

    void setPaired(const json::Value& at, const std::string& alignment) {
        std::string renamed = withSpecies(alignment);
        m_journal.assumed(at, renamed == alignment ? "dialect.msa_species" : "dialect.msa_taxa");
        set(m_made, "pairedMsa", textAt(at, std::move(renamed)));
    }

    // Files that are not there are left out, as Protenix does, unless both are not.
    void takeFolder(const json::Value& folder, bool protein) {
        const std::string base = folder.text.ends_with('/') ? folder.text : folder.text + "/";
        const std::string unpaired = base + "non_pairing.a3m", paired = base + "pairing.a3m";
        const bool hasPaired = m_files.exists(paired);
        if (m_files.exists(unpaired) || !hasPaired) takeFile(folder, unpaired, false);
        if (protein && hasPaired) takeFile(folder, paired, true);
    }

    const json::Value& m_body;
    NamedFiles& m_files;
    Journal& m_journal;
    json::Value& m_made;
    bool m_taken = false;
};

}  // namespace

void takeProtenixAlignments(const json::Value& body, bool protein, NamedFiles& files, Journal& journal, json::Value& made) { AlignmentTaker(body, files, journal, made).take(protein); }

std::string withSpecies(const std::string& alignment) {
    std::string made;
    for (std::size_t begin = 0; begin < alignment.size();) {
        const std::size_t end = std::min(alignment.find('\n', begin), alignment.size());
        const std::string_view line = std::string_view(alignment).substr(begin, end - begin);
        const std::string_view taxon = line.starts_with('>') ? taxonOf(line.substr(1)) : std::string_view();
        if (taxon.empty()) made += line;
        else made += fmt::format(">tr|A0A000|A0A000_{} {}", speciesOf(taxon), line.substr(1));
        if (end < alignment.size()) made += '\n';
        begin = end + 1;
    }
    return made;
}

}  // namespace foldmeter::dialects
