// The three kinds of failure, by whose fault it is. Thrown where found, context added on the way, caught once per
// process entry (which turns the kind into an exit code). A missing GPU is not a failure.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

namespace foldmeter {

// Base: a text for people and the context gathered on the way up, innermost first.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& text) : std::runtime_error(text), m_text(text) {}
    const char* what() const noexcept override { return m_text.c_str(); }
    // Adds where we were when it happened: "in program denoise, scope diffusion_transformer".
    void addContext(const std::string& context) { m_text += "\n  " + context; }

private:
    std::string m_text;
};

// The user's file or request is wrong. Names file, place and remedy. Exit code 2 (1 for command lines).
class InputError : public Error {
public:
    using Error::Error;
};

// Driver, memory, library, disk. Carries the code that the system gave (errno, CUresult ...), 0 if none. Exit code 3.
class DeviceError : public Error {
public:
    explicit DeviceError(const std::string& text, int code = 0) : Error(text), m_code(code) {}
    int code() const { return m_code; }

private:
    int m_code;
};

// The user asked to stop. Exit code 5.
class Cancelled : public Error {
public:
    Cancelled() : Error("cancelled") {}
};

// Our own bug. Exit code 70.
class InternalError : public Error {
public:
    explicit InternalError(const std::string& text, std::source_location where = std::source_location::current());
};

// Asserts an invariant of ours; always compiled in. The text may be built from a lambda-free std::string.
inline void check(bool condition, const char* text, std::source_location where = std::source_location::current()) {
    if (!condition) throw InternalError(text, where);
}
inline void check(bool condition, const std::string& text, std::source_location where = std::source_location::current()) {
    if (!condition) throw InternalError(text, where);
}

}  // namespace foldmeter
