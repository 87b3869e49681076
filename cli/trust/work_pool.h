#pragma once

#include <cstddef>     // size_t
#include <functional>  // function
#include <vector>      // vector

namespace napkin::cli {

/// Does all pieces of work on so many threads, in whatever order. `go_on` is told before each how
/// many were begun; once it says false, no more are. An exception of one ends it, and is thrown.
void do_all(const std::vector<std::function<void()>>& works,
            int threads,
            const std::function<bool(std::size_t begun, std::size_t all)>& go_on);

}  // namespace napkin::cli
