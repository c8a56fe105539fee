# Language level, warnings, sanitizers and linker, the same for every folder.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")

set(FOLDMETER_SANITIZE "" CACHE STRING "Comma list handed to -fsanitize= (address,undefined or thread)")

add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers)
option(FOLDMETER_WERROR "Warnings are errors" ON)
if(FOLDMETER_WERROR)
  add_compile_options(-Werror)
endif()
# g++ 12 reports these inside the standard library's own inlined code.
add_compile_options(-Wno-error=maybe-uninitialized -Wno-error=array-bounds -Wno-error=stringop-overflow -Wno-error=restrict -Wno-error=dangling-pointer)
# Sources are known by their path in the project: no absolute path reaches a binary or a message.
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")

if(FOLDMETER_SANITIZE)
  add_compile_options(-fsanitize=${FOLDMETER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${FOLDMETER_SANITIZE})
endif()

find_program(FOLDMETER_MOLD mold)
if(FOLDMETER_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(FOLDMETER_CCACHE ccache)
if(FOLDMETER_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${FOLDMETER_CCACHE}")
endif()
