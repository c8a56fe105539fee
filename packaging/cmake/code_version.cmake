# Writes a header with the digest of the sources that decide what code is generated: part of every cache key, so that a
# changed code generator never meets code of its predecessor.
# Usage: cmake -DOUT=FILE -DSOURCES="a;b" -P code_version.cmake
set(digests "")
foreach(source IN LISTS SOURCES)
  file(SHA256 "${source}" digest)
  string(APPEND digests "${digest}")
endforeach()
string(SHA256 version "${digests}")
string(SUBSTRING "${version}" 0 16 version)
file(WRITE "${OUT}" "constexpr const char codeVersion[] = \"${version}\";\n")
