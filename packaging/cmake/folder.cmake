# foldmeter_folder(FOLDER [QT] [GL] LINK a b PRIVATE c d WITHOUT files)
#   one static library for FOLDER (engine/ir -> foldmeter_ir, engine/targets/cpu -> foldmeter_targets_cpu);
#   every .cpp of the folder belongs to it, except main.cpp. LINK is visible to users, PRIVATE is not.
#   WITHOUT: files of the folder that belong to another library.
#   QT: its classes go through moc and its tests have widgets (offscreen); GL: its tests have a display (Xvfb).
function(foldmeter_folder folder)
  cmake_parse_arguments(ARG "QT;GL" "" "LINK;PRIVATE;WITHOUT" ${ARGN})
  string(REGEX REPLACE "^engine/" "" name "${folder}")
  string(REPLACE "/" "_" name "${name}")
  set(target foldmeter_${name})
  string(REPLACE "/" "_" name_of_tests "${folder}")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  foreach(file ${ARG_WITHOUT})
    list(REMOVE_ITEM sources "${CMAKE_SOURCE_DIR}/${file}")
  endforeach()
  if(sources)
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}/engine" "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${target} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE})
    if(ARG_QT)
      file(GLOB headers CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.h")
      target_sources(${target} PRIVATE ${headers})
      set_target_properties(${target} PROPERTIES AUTOMOC ON)
      target_compile_definitions(${target} PUBLIC QT_NO_KEYWORDS)
    endif()
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE "${CMAKE_SOURCE_DIR}/engine" "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${target} INTERFACE ${ARG_LINK})
  endif()
  foldmeter_folder_tests(${folder} ${target} ${ARG_PRIVATE})
  if(TARGET tst_${name_of_tests} AND ARG_QT)
    target_compile_definitions(tst_${name_of_tests} PRIVATE FOLDMETER_TEST_WIDGETS)
    target_link_libraries(tst_${name_of_tests} PRIVATE Qt6::Widgets)
  endif()
endfunction()

# foldmeter_program(NAME SOURCE LINK ...): an executable from SOURCE.cpp
function(foldmeter_program name source)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  if(NOT EXISTS "${CMAKE_SOURCE_DIR}/${source}.cpp")
    return()
  endif()
  add_executable(${name} "${CMAKE_SOURCE_DIR}/${source}.cpp")
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
endfunction()

# One test program a folder from tests/FOLDER/tst_*.cpp. Each file is a QtTest class of the file's name and one ctest
# entry; tst_*_slow.cpp carry the label slow, all others the label quick.
function(foldmeter_folder_tests folder target)
  file(GLOB tests CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/${folder}/tst_*.cpp")
  if(NOT tests)
    return()
  endif()
  string(REPLACE "/" "_" program "tst_${folder}")
  add_executable(${program} ${tests} "${CMAKE_SOURCE_DIR}/tests/support/test_main.cpp")
  # The moc step looks at its sources again when a file has come, not only when one it knows has changed.
  set_target_properties(${program} PROPERTIES AUTOMOC ON AUTOGEN_TARGET_DEPENDS "${tests}")
  target_include_directories(${program} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_compile_definitions(${program} PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(${program} PRIVATE ${target} ${ARGN} foldmeter::nlohmann_json Qt6::Core Qt6::Test)
  target_precompile_headers(${program} PRIVATE <QtTest> <string> <vector> <map>)
  foreach(test ${tests})
    get_filename_component(class "${test}" NAME_WE)
    string(REPLACE "/" "." entry "${folder}.${class}")
    set(label quick)
    if(class MATCHES "_slow$")
      set(label slow)
    endif()
    if(ARG_GL)   # the caller's: these tests draw with GL
      add_test(NAME ${entry} COMMAND xvfb-run -a -s "-screen 0 1600x1200x24 -noreset" $<TARGET_FILE:${program}> ${class})
      set(platform xcb)
    else()
      add_test(NAME ${entry} COMMAND ${program} ${class})
      set(platform offscreen)
    endif()
    set(memory "")
    if(ARG_QT)   # what was freed holds other values at once, so that a window's reads of it show
      set(memory ";MALLOC_PERTURB_=165")
    endif()
    # No GPU for tests, wherever they run: results that they compare are the processor's.
    set_tests_properties(${entry} PROPERTIES
      LABELS ${label}
      ENVIRONMENT "FOLDMETER_DATA=${CMAKE_SOURCE_DIR}/resources;FOLDMETER_HISTORY=${CMAKE_BINARY_DIR}/test-history;FOLDMETER_TEST_DATA=${CMAKE_SOURCE_DIR}/tests/data;FOLDMETER_BIN=${CMAKE_BINARY_DIR}/bin;FOLDMETER_SOURCE=${CMAKE_SOURCE_DIR};CUDA_VISIBLE_DEVICES=;QT_QPA_PLATFORM=${platform};MESA_SHADER_CACHE_DISABLE=true;FOLDMETER_LANGUAGE=en${memory}"
      TIMEOUT 600)
  endforeach()
endfunction()

# foldmeter_code_version(TARGET FOLDERS...): gives TARGET the header code_version.inc with a digest of these folders' sources.
function(foldmeter_code_version target)
  set(sources "")
  foreach(folder ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cpp" "${CMAKE_SOURCE_DIR}/${folder}/*.h")
    list(APPEND sources ${found})
  endforeach()
  set(header "${CMAKE_BINARY_DIR}/generated/${target}/code_version.inc")
  set(script "${CMAKE_SOURCE_DIR}/packaging/cmake/code_version.cmake")
  add_custom_command(OUTPUT "${header}" DEPENDS ${sources} "${script}" VERBATIM
    COMMAND ${CMAKE_COMMAND} "-DOUT=${header}" "-DSOURCES=${sources}" -P "${script}")
  target_sources(${target} PRIVATE "${header}")
  target_include_directories(${target} PRIVATE "${CMAKE_BINARY_DIR}/generated/${target}")
endfunction()

# foldmeter_embed_texts(TARGET HEADER FOLDER PATTERN): gives TARGET the header HEADER with {"name", "text"}, a row a file.
function(foldmeter_embed_texts target header folder pattern)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/${pattern}")
  set(names "")
  foreach(file ${files})
    get_filename_component(name "${file}" NAME)
    list(APPEND names ${name})
  endforeach()
  set(out "${CMAKE_BINARY_DIR}/generated/${header}")
  set(script "${CMAKE_SOURCE_DIR}/packaging/cmake/embed_texts.cmake")
  add_custom_command(OUTPUT "${out}" DEPENDS ${files} "${script}" VERBATIM
    COMMAND ${CMAKE_COMMAND} "-DOUT=${out}" "-DFOLDER=${CMAKE_SOURCE_DIR}/${folder}" "-DNAMES=${names}" -P "${script}")
  target_sources(${target} PRIVATE "${out}")
  target_include_directories(${target} PRIVATE "${CMAKE_BINARY_DIR}/generated")
endfunction()

# foldmeter_translations(TARGET FILE.ts): the translations of the window's texts, compiled and put into TARGET's resources.
function(foldmeter_translations target source)
  find_program(LRELEASE lrelease HINTS /usr/lib/qt6/bin REQUIRED)
  get_filename_component(name "${source}" NAME_WE)
  set(folder "${CMAKE_BINARY_DIR}/generated/translations")
  add_custom_command(OUTPUT "${folder}/${name}.qm" DEPENDS "${CMAKE_SOURCE_DIR}/${source}" VERBATIM
    COMMAND ${LRELEASE} -silent "${CMAKE_SOURCE_DIR}/${source}" -qm "${folder}/${name}.qm")
  file(WRITE "${folder}/workbench_translations.qrc.new" "<RCC><qresource prefix=\"/translations\"><file>${name}.qm</file></qresource></RCC>\n")
  file(COPY_FILE "${folder}/workbench_translations.qrc.new" "${folder}/workbench_translations.qrc" ONLY_IF_DIFFERENT)
  add_custom_command(OUTPUT "${folder}/translations.cpp" DEPENDS "${folder}/${name}.qm" "${folder}/workbench_translations.qrc" VERBATIM
    COMMAND Qt6::rcc --name workbench_translations --output "${folder}/translations.cpp" "${folder}/workbench_translations.qrc")
  target_sources(${target} PRIVATE "${folder}/translations.cpp")
  set_source_files_properties("${folder}/translations.cpp" PROPERTIES SKIP_AUTOGEN ON)
endfunction()
