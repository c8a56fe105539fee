#include "gui/job/component_library.h"

#include "base/error.h"

namespace foldmeter::job {

ComponentLibrary::ComponentLibrary(QObject* parent) : QObject(parent) { m_pool.setMaxThreadCount(1); }

ComponentLibrary::~ComponentLibrary() { m_pool.waitForDone(); }

std::shared_ptr<const structure::ComponentDictionary> ComponentLibrary::dictionary() const {
    const std::scoped_lock lock(m_mutex);
    if (!m_dictionary) m_dictionary = structure::ComponentDictionary::bundled();
    return m_dictionary;
}

std::shared_ptr<const structure::Component> ComponentLibrary::component(const std::string& code) const {
    try {
        return dictionary()->find(code);
    } catch (const Error&) {
        return nullptr;   // the check of the job says what is wrong with the dictionary
    }
}

void ComponentLibrary::requestIndex() {
    if (m_requested) return;
    m_requested = true;
    m_pool.start([this] {
        try {
            auto index = std::make_shared<const structure::ComponentSearch>(*dictionary());
            QMetaObject::invokeMethod(this, [this, index] {
                m_index = index;
                Q_EMIT indexReady();
            });
        } catch (const Error& error) {
            QMetaObject::invokeMethod(this, [this, reason = QString::fromUtf8(error.what())] {
                m_requested = false;
                Q_EMIT failed(reason);
            });
        }
    });
}

}  // namespace foldmeter::job
