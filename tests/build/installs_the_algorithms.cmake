# Installs the algorithms into an empty place, and builds and runs a project that knows only that place.
file(REMOVE_RECURSE "${scratch}")

function(must_succeed)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${output}\nfailed (${status}): ${ARGN}")
  endif()
endfunction()

must_succeed(${CMAKE_COMMAND}
  --install ${build} --config ${config} --component algorithms --prefix ${scratch}/prefix)
must_succeed(${CMAKE_COMMAND} -S ${consumer} -B ${scratch}/build -G ${generator}
  -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_BUILD_TYPE=${config} -D CMAKE_CXX_FLAGS=${flags}
  -D CMAKE_PREFIX_PATH=${scratch}/prefix)
must_succeed(${CMAKE_COMMAND} --build ${scratch}/build)
must_succeed(${scratch}/build/consumer)
