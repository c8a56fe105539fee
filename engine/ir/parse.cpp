// Reads graph text (print.h) by recursive descent. Result types stand in the text for people; they are inferred again
// and compared, so an edited text cannot smuggle in a wrong type.
#include "base/error.h"
#include "ir/parse_cursor.h"
#include "ir/print.h"

#include <map>

namespace foldmeter::ir {

namespace {

class GraphReader {
public:
    GraphReader(Cursor& in, std::string name) : m_in(in), m_graph(std::move(name)) {}

    // Nodes and outputs up to the closing brace, which is read too.
    Graph read() {
        while (!m_in.accept("}")) {
            if (m_in.accept("output")) readOutput();
            else readNode();
        }
        return std::move(m_graph);
    }

private:
    Value value() {
        const Cursor::Place place = m_in.place();
        m_in.expect("%");
        const std::int64_t id = m_in.integer();
        const std::int64_t result = m_in.acceptAdjacent('.') ? m_in.integer() : 0;
        const auto found = m_ids.find(id);
        if (found == m_ids.end()) m_in.fail("%" + std::to_string(id) + " is used before it is defined", place);
        const auto count = static_cast<std::int64_t>(m_graph.node(found->second).results.size());
        if (result < 0 || result >= count) m_in.fail("%" + std::to_string(id) + " has " + std::to_string(count) + " results", place);
        return {found->second, static_cast<std::int32_t>(result)};
    }

    void readOutput() {
        const std::string name = m_in.quoted();
        m_in.expect("=");
        m_graph.setOutput(name, value());
    }

    void readAttributes(Attributes& attributes) {
        if (!m_in.accept("{")) return;
        do {
            const std::string name = m_in.word();
            m_in.expect("=");
            attributes.set(name, m_in.attribute());
        } while (m_in.accept(","));
        m_in.expect("}");
    }

    void readOperands(Node& node) {
        m_in.expect("(");
        if (m_in.accept(")")) return;
        do node.operands.push_back(value());
        while (m_in.accept(","));
        m_in.expect(")");
    }

    void readNode() {
        const Cursor::Place place = m_in.place();
        m_in.expect("%");
        const std::int64_t id = m_in.integer();
        if (m_in.accept(":")) m_in.integer();
        m_in.expect("=");
        Node node;
        const Cursor::Place opPlace = m_in.place();
        const std::string op = m_in.word();
        try {
            node.op = opFromText(op);
        } catch (const InputError& error) {
            m_in.fail(error.what(), opPlace);
        }
        readOperands(node);
        readAttributes(node.attributes);
        m_in.expect(":");
        std::vector<TensorType> types;
        do types.push_back(m_in.type());
        while (m_in.accept(","));
        if (m_in.accept("@")) node.scope = m_in.quoted();
        if (kindOf(node.op) == OpKind::Region) {
            m_in.expect("{");
            node.body = std::make_shared<const Graph>(GraphReader(m_in, "body").read());
        }
        append(id, std::move(node), types, place);
    }

    void append(std::int64_t id, Node node, const std::vector<TensorType>& types, const Cursor::Place& place) {
        try {
            const NodeId appended = m_graph.append(std::move(node));
            if (m_graph.node(appended).results != types) m_in.fail("the type of %" + std::to_string(id) + " is not what its operands give", place);
            if (!m_ids.emplace(id, appended).second) m_in.fail("%" + std::to_string(id) + " is defined twice", place);
        } catch (const InternalError& error) {
            m_in.fail(error.what(), place);   // the text is wrong, not we
        }
    }

    Cursor& m_in;
    Graph m_graph;
    std::map<std::int64_t, NodeId> m_ids;
};

}  // namespace

Graph parse(const std::string& text) {
    Cursor in(text);
    in.expect("graph");
    const std::string name = in.quoted();
    in.expect("{");
    Graph graph = GraphReader(in, name).read();
    in.expectEnd();
    return graph;
}

}  // namespace foldmeter::ir
