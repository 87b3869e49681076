# Configures the project with g++ 12, and wants it refused for the reason that users have to read.
if(NOT compiler)
  message("skipped: g++-12 is not installed")
  return()
endif()

file(REMOVE_RECURSE "${scratch}")
execute_process(
  COMMAND ${CMAKE_COMMAND} -S ${source} -B ${scratch} -G ${generator}
    -D CMAKE_CXX_COMPILER=${compiler}
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
string(REGEX REPLACE "[ \n]+" " " output "${output}")

if(status EQUAL 0)
  message(FATAL_ERROR "g++ 12 was accepted")
endif()
foreach(words IN ITEMS "miscompiles C++20 coroutines" "Use clang 19" "g++ 13 or newer")
  string(FIND "${output}" "${words}" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "the refusal does not say '${words}':\n${output}")
  endif()
endforeach()
