# cmake -DOUT=FILE.inc -DFOLDER=DIR -DNAMES=a.cuh;b.cuh -P embed_texts.cmake: one {"name", "text"}, row a file.
set(rows "")
foreach(name ${NAMES})
  file(READ "${FOLDER}/${name}" text)
  string(APPEND rows "{\"${name}\", R\"device(${text})device\"},\n")
endforeach()
file(WRITE "${OUT}" "${rows}")
