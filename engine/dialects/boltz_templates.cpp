#include "dialects/boltz_templates.h"

#include "base/error.h"
#include "dialects/job_builder.h"
#include "features/entity_reader.h"
#include "features/template_alignment.h"
#include "structure/template_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace foldmeter::dialects {
namespace {

constexpr std::size_t mostCells = 400'000'000;   // residues x residues of all chains that are tried on each other
constexpr double leastAlike = 0.2;               // share of equal residues below which a chain that nobody named is no template
constexpr const char* dateForUndated = "1970-01-01";

struct Target {
    std::size_t entry;
    std::vector<std::string> ids;
    std::string sequence;
};
struct Pair {
    const Target* target;
    std::size_t chain;
    features::TemplateAlignment alignment;
    double alike() const { return static_cast<double>(alignment.identical) / static_cast<double>(std::max<std::size_t>(alignment.query.size(), 1)); }
};

bool isWord(const json::Value& value) { return !value.isArray() && !value.isObject() && !value.isNull() && !value.text.empty(); }

std::vector<std::string> wordsOf(const json::Value* value) {
    std::vector<std::string> words;
    if (value && isWord(*value)) words.push_back(value->text);
    if (value && value->isArray())
        for (const json::Value& item : value->items)
            if (isWord(item)) words.push_back(item.text);
    return words;
}

std::vector<Target> proteinsOf(const json::Value& root) {
    std::vector<Target> targets;
    const json::Value* sequences = given(root, "sequences");
    for (std::size_t i = 0; sequences && i < sequences->items.size(); ++i)
        for (const auto& [kind, body] : sequences->items[i].members) {
            std::string word = kind;
            std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
            const json::Value* sequence = given(body, "sequence");
            if (word == "protein" && sequence) targets.push_back({i, wordsOf(given(body, "id")), sequence->text});
        }
    return targets;
}

class TemplateTranslator {
public:
    TemplateTranslator(const json::Value& item, const std::vector<Target>& targets, NamedFiles& files, Journal& journal)
        : m_item(item), m_targets(targets), m_files(files), m_journal(journal) {}

    void translate(std::map<std::size_t, json::Value>& made) {
        if (!m_item.isObject()) return m_journal.problems.error(m_item, "input.not_object", {features::shown(m_item)});
        features::refuseUnknownKeys(m_item, {"cif", "pdb", "chain_id", "template_id", "force", "threshold"}, m_journal.problems);
        const json::Value *cif = given(m_item, "cif"), *pdb = given(m_item, "pdb");
        m_file = cif ? cif : pdb;
        if (!m_file || (cif && pdb)) return m_journal.problems.error(m_item, "dialect.template_file");
        if (!m_file->isString()) return m_journal.problems.error(*m_file, "input.not_text", {cif ? "cif" : "pdb", features::shown(*m_file)});
        try {
            const structure::TemplateSource source(m_files.read(*m_file), m_file->text);
            m_source = &source;
            if (source.chains().empty()) return m_journal.problems.error(*m_file, "dialect.template_no_protein", {m_file->text});
            if (source.released().empty()) m_journal.assumed(*m_file, "dialect.template_undated", {m_file->text, dateForUndated});
            for (const Pair& pair : pairs()) add(pair, made);
        } catch (const InputError& error) {
            m_journal.problems.error(*m_file, "input.path", {cif ? "cif" : "pdb", error.what()});
        }
        if (const json::Value* force = given(m_item, "force"); force && force->boolean) m_journal.dropped(*force, "dialect.template_force");
    }

private:
    std::vector<Pair> pairs() {
        const json::Value *ours = given(m_item, "chain_id"), *theirs = given(m_item, "template_id");
        const auto targets = targetsNamed(ours);
        const auto chains = chainsNamed(theirs);
        if (!targets || !chains) return {};
        if (ours && theirs) {
            if (targets->size() == chains->size()) return matched(*targets, *chains);
            m_journal.problems.error(*theirs, "dialect.template_numbers", {std::to_string(targets->size()), std::to_string(chains->size())});
            return {};
        }
        return bestPairs(*targets, *chains, ours || theirs);
    }

    std::optional<std::vector<const Target*>> targetsNamed(const json::Value* given) {
        std::vector<const Target*> found;
        for (const Target& target : m_targets)
            if (!given) found.push_back(&target);
        for (const std::string& id : wordsOf(given)) {
            const auto target = std::find_if(m_targets.begin(), m_targets.end(), [&id](const Target& t) { return std::find(t.ids.begin(), t.ids.end(), id) != t.ids.end(); });
            if (target == m_targets.end()) {
                m_journal.problems.error(*given, "dialect.template_target", {features::shown(id)});
                return std::nullopt;
            }
            found.push_back(&*target);
        }
        return found;
    }

    // By the id that Boltz counts with, else by the author's where that is one chain's only.
    std::optional<std::vector<std::size_t>> chainsNamed(const json::Value* given) {
        const std::vector<structure::SourceChain>& all = m_source->chains();
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < all.size() && !given; ++i) found.push_back(i);
        for (const std::string& id : wordsOf(given)) {
            auto chain = std::find_if(all.begin(), all.end(), [&id](const structure::SourceChain& c) { return c.id == id; });
            if (chain == all.end()) chain = std::find_if(all.begin(), all.end(), [&id](const structure::SourceChain& c) { return c.author == id; });
            if (chain == all.end()) {
                std::vector<std::string_view> ids;
                for (const structure::SourceChain& c : all) ids.push_back(c.id);
                m_journal.problems.error(*given, "dialect.template_chain", {features::shown(id), m_file->text, features::joined(ids)});
                return std::nullopt;
            }
            found.push_back(static_cast<std::size_t>(chain - all.begin()));
        }
        return found;
    }

    std::vector<Pair> matched(const std::vector<const Target*>& targets, const std::vector<std::size_t>& chains) {
        std::vector<Pair> pairs;
        for (std::size_t i = 0; i < targets.size(); ++i)
            if (auto pair = tried(targets[i], chains[i])) pairs.push_back(std::move(*pair));
            else m_journal.dropped(m_item, "dialect.template_unlike", {m_source->chains()[chains[i]].id, targets[i]->ids.empty() ? "" : targets[i]->ids.front(), m_reason});
        return pairs;
    }

    std::optional<Pair> tried(const Target* target, std::size_t chain) {
        try {
            return Pair{target, chain, features::alignTemplate(m_source->mmcifOf(chain, dateForUndated), m_file->text, target->sequence)};
        } catch (const InputError& error) {
            m_reason = error.what();
            return std::nullopt;
        }
    }

    // Every chain of the job and of the file in at most one pair, the most alike first. Copies of a protein are one.
    std::vector<Pair> bestPairs(const std::vector<const Target*>& targets, const std::vector<std::size_t>& chains, bool named) {
        std::size_t cells = 0;
        for (const Target* target : targets)
            for (const std::size_t chain : chains) cells += target->sequence.size() * m_source->chains()[chain].residues.size();
        if (cells > mostCells) {
            m_journal.problems.error(m_item, "dialect.template_search", {m_file->text});
            return {};
        }
        std::vector<Pair> all, chosen;
        for (const Target* target : targets)
            for (const std::size_t chain : chains)
                if (auto pair = tried(target, chain); pair && (named || pair->alike() >= leastAlike)) all.push_back(std::move(*pair));
        std::stable_sort(all.begin(), all.end(), [](const Pair& a, const Pair& b) { return a.alignment.identical > b.alignment.identical; });
        for (Pair& pair : all)
            if (std::none_of(chosen.begin(), chosen.end(), [&pair](const Pair& c) { return c.target == pair.target || c.chain == pair.chain; })) chosen.push_back(std::move(pair));
        std::sort(chosen.begin(), chosen.end(), [](const Pair& a, const Pair& b) { return a.target->entry < b.target->entry; });
        if (chosen.empty()) m_journal.dropped(m_item, "dialect.template_nothing_alike", {m_file->text, m_reason.empty() ? std::string() : " (" + m_reason + ")"});
        return chosen;
    }

    void add(const Pair& pair, std::map<std::size_t, json::Value>& made) {
        const auto list = made.try_emplace(pair.target->entry, listAt(m_item)).first;
        json::Value& entry = list->second.items.emplace_back(objectAt(m_item));
        set(entry, "mmcif", textAt(*m_file, m_source->mmcifOf(pair.chain, dateForUndated)));
        json::Value query = listAt(m_item), templates = listAt(m_item);
        for (const int place : pair.alignment.query) query.items.push_back(integerAt(m_item, place));
        for (const int place : pair.alignment.templates) templates.items.push_back(integerAt(m_item, place));
        set(entry, "queryIndices", std::move(query));
        set(entry, "templateIndices", std::move(templates));
        m_journal.assumed(m_item, "dialect.template_laid", {m_source->chains()[pair.chain].id, m_file->text, pair.target->ids.empty() ? "" : pair.target->ids.front(), std::to_string(pair.alignment.query.size()),
                                                            std::to_string(pair.target->sequence.size()), std::to_string(pair.alignment.identical)});
    }

    const json::Value& m_item;
    const std::vector<Target>& m_targets;
    NamedFiles& m_files;
    Journal& m_journal;
    const json::Value* m_file = nullptr;
    const structure::TemplateSource* m_source = nullptr;
    std::string m_reason;   // why the last pair was none
};

}  // namespace

std::map<std::size_t, json::Value> readBoltzTemplates(const json::Value& root, NamedFiles& files, Journal& journal) {
    std::map<std::size_t, json::Value> made;
    const json::Value* list = given(root, "templates");
    if (!list) return made;
    if (!list->isArray()) {
        journal.problems.error(*list, "input.not_list", {"templates", features::shown(*list)});
        return made;
    }
    const std::vector<Target> targets = proteinsOf(root);
    for (const json::Value& item : list->items) TemplateTranslator(item, targets, files, journal).translate(made);
    return made;
}

}  // namespace foldmeter::dialects
