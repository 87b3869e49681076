#pragma once

#include <cstdint>

namespace napkin::algorithms {

/// A member of a cluster: a replica, a peer, a writer. The caller numbers its members.
/// Ordered by number, so that ties break the same way on every machine.
enum class NodeId : std::uint32_t {};

[[nodiscard]] constexpr std::uint32_t number_of(NodeId node) {
  return static_cast<std::uint32_t>(node);
}

}  // namespace napkin::algorithms
