# Installs the program into an empty place, and uses what is there: manual page, completion, scenarios.
if(NOT EXISTS "${build}/share/napkin.1")
  message("skipped: the manual page is not built")
  return()
endif()
file(REMOVE_RECURSE "${scratch}")

function(must_succeed)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${output}\nfailed (${status}): ${ARGN}")
  endif()
endfunction()

must_succeed(${CMAKE_COMMAND} --install ${build} --config ${config} --component napkin --prefix ${scratch}/prefix)
set(share "${scratch}/prefix/share")
foreach(file IN ITEMS man/man1/napkin.1 bash-completion/completions/napkin zsh/site-functions/_napkin
    fish/vendor_completions.d/napkin.fish napkin/scenarios/napkin.schema.json)
  if(NOT EXISTS "${share}/${file}")
    message(FATAL_ERROR "an installation has no share/${file}")
  endif()
endforeach()
must_succeed(${scratch}/prefix/bin/napkin validate ${share}/napkin/scenarios/first/three_tier.yaml)
