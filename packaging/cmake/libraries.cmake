# Every library the folders link, found once and given one name each. Why each is there stands in README.md.
find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(LZMA REQUIRED IMPORTED_TARGET liblzma)
find_path(RAPIDJSON_INCLUDE rapidjson/reader.h REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test Gui Widgets Svg OpenGL OpenGLWidgets PrintSupport)
find_package(SQLiteCpp REQUIRED)
# VTK's packaged parts name MPI's targets, so MPI is found first.
find_package(MPI REQUIRED)
find_package(VTK 9.1 REQUIRED COMPONENTS CommonCore CommonDataModel CommonTransforms FiltersCore FiltersGeneral FiltersSources
  IOExport IOImage InteractionStyle RenderingAnnotation RenderingCore RenderingFreeType RenderingOpenGL2)

function(foldmeter_alias name)   # an interface target foldmeter::NAME over what was found
  add_library(foldmeter_lib_${name} INTERFACE)
  add_library(foldmeter::${name} ALIAS foldmeter_lib_${name})
  target_link_libraries(foldmeter_lib_${name} INTERFACE ${ARGN})
endfunction()

foldmeter_alias(sqlitecpp SQLiteCpp)
foldmeter_alias(vtk ${VTK_LIBRARIES})
foldmeter_alias(zstd PkgConfig::ZSTD)
foldmeter_alias(xxhash PkgConfig::XXHASH)
foldmeter_alias(zlib PkgConfig::ZLIB)
foldmeter_alias(lzma PkgConfig::LZMA)
foldmeter_alias(nlohmann_json nlohmann_json::nlohmann_json)
foldmeter_alias(rapidjson)
target_include_directories(foldmeter_lib_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE})

# LLVM 19: headers and one shared library, only for the folder that generates CPU code. Named here rather than through
# its package config, which would look for every library LLVM itself was built with.
find_path(LLVM_INCLUDE llvm/ExecutionEngine/Orc/LLJIT.h PATHS /usr/lib/llvm-19/include NO_DEFAULT_PATH REQUIRED)
find_library(LLVM_LIBRARY LLVM-19 PATHS /usr/lib/llvm-19/lib REQUIRED)
foldmeter_alias(llvm ${LLVM_LIBRARY})
target_include_directories(foldmeter_lib_llvm SYSTEM INTERFACE ${LLVM_INCLUDE})

# oneDNN: no usable package config in Debian 12.
find_path(DNNL_INCLUDE oneapi/dnnl/dnnl.hpp REQUIRED)
find_library(DNNL_LIBRARY dnnl REQUIRED)
foldmeter_alias(dnnl ${DNNL_LIBRARY})
target_include_directories(foldmeter_lib_dnnl SYSTEM INTERFACE ${DNNL_INCLUDE})

# RDKit: its package config drags in Boost components we do not use, so headers and libraries are named here.
find_path(RDKIT_INCLUDE GraphMol/GraphMol.h PATH_SUFFIXES rdkit REQUIRED)
set(RDKIT_LIBRARIES)
foreach(part GraphMol DistGeomHelpers SmilesParse SubstructMatch RDGeneral RDGeometryLib Depictor MolDraw2D)
  find_library(RDKIT_${part} RDKit${part} REQUIRED)
  list(APPEND RDKIT_LIBRARIES ${RDKIT_${part}})
endforeach()
foldmeter_alias(rdkit ${RDKIT_LIBRARIES})
target_include_directories(foldmeter_lib_rdkit SYSTEM INTERFACE ${RDKIT_INCLUDE})

# gemmi: header library with a compiled part.
find_path(GEMMI_INCLUDE gemmi/cif.hpp REQUIRED)
foldmeter_alias(gemmi)
target_include_directories(foldmeter_lib_gemmi SYSTEM INTERFACE ${GEMMI_INCLUDE})

# Eigen: headers only; superposition needs one singular value decomposition.
find_path(EIGEN_INCLUDE Eigen/SVD PATH_SUFFIXES eigen3 REQUIRED)
foldmeter_alias(eigen)
target_include_directories(foldmeter_lib_eigen SYSTEM INTERFACE ${EIGEN_INCLUDE})

# yaml-cpp: Boltz's jobs are YAML.
find_path(YAML_INCLUDE yaml-cpp/yaml.h REQUIRED)
find_library(YAML_LIBRARY yaml-cpp REQUIRED)
foldmeter_alias(yaml ${YAML_LIBRARY})
target_include_directories(foldmeter_lib_yaml SYSTEM INTERFACE ${YAML_INCLUDE})

# The CUDA Toolkit: headers only; the libraries are opened at run time. Installed, or fetched by packaging/fetch-cuda.
find_path(CUDA_INCLUDE nvrtc.h
  PATHS "${CMAKE_SOURCE_DIR}/build/cuda-toolkit/nvidia/cu13/include" /usr/local/cuda/include REQUIRED)
foldmeter_alias(cuda_headers)
target_include_directories(foldmeter_lib_cuda_headers SYSTEM INTERFACE ${CUDA_INCLUDE})
