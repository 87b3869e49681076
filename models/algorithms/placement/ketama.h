#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "models/algorithms/placement/placement.h"

namespace napkin::algorithms {

/// Ketama, the consistent hash that memcached clients agree on: points on a ring of 32-bit numbers
/// from the MD5 of "<server>-<index>", and a key's place from the MD5 of the key. This one places
/// every key where libmemcached 1.1 and, with its names, spymemcached do.
/// owner: O(log points). add_all, remove: O(points log points), with an MD5 per four points: build
/// large rings by add_all. 8 bytes per point, 160 points per server on average.
/// Source: Jones, "libketama", 2007; libmemcached, src/libmemcached/hosts.cc, update_continuum.
///
///     KetamaRing ring({.name = [&](NodeId id) { return hosts[number_of(id)]; }});
///     ring.add({.id = NodeId{0}, .weight = 600});
///     const NodeId server = ring.owner(ketama_hash("user:42"));
class KetamaRing final : public Placement {
 public:
  struct Options {
    /// What stands before "-<index>" in the names of a server's points. By default "node<id>".
    std::function<std::string(NodeId)> name;
    /// True: 160 points for a server of mean weight, four from each MD5. False: 100 points each
    /// whatever the weight, one from each MD5.
    bool weighted = true;
  };

  KetamaRing() : KetamaRing(Options{}) {}

  explicit KetamaRing(Options options);

  /// The position of a key is the low 32 bits of `hash`.
  [[nodiscard]] NodeId owner(std::uint64_t hash) const override;
  /// Over 2^32 positions.
  [[nodiscard]] std::optional<Segments> segments() const override;
  [[nodiscard]] std::unique_ptr<Placement> clone() const override;

  [[nodiscard]] std::size_t memory_bytes() const override {
    return points_.capacity() * sizeof(Point);
  }

  /// The first point at or after `position`, going round. Requires: size() > 0.
  [[nodiscard]] std::uint32_t point_after(std::uint32_t position) const;

 protected:
  [[nodiscard]] std::optional<NodeId> next_preferred(Cursor& cursor) const override;

  void on_add(std::span<const Node>) override { rebuild(); }

  void on_remove(const Node&) override { rebuild(); }

 private:
  struct Point {
    std::uint32_t position;
    NodeId owner;
  };

  [[nodiscard]] std::size_t find_point(std::uint64_t hash) const;
  void rebuild();
  void add_points(const Node& node, std::uint64_t total_weight);

  Options options_;
  std::vector<Point> points_;  // ascending by (position, owner)
};

/// A key's position: the first four bytes of its MD5.
[[nodiscard]] std::uint32_t ketama_hash(std::string_view key);

/// "host:port", or only "host" at memcached's own port 11211.
[[nodiscard]] std::string libmemcached_name(std::string_view host, std::uint16_t port);

/// "/host:port", the form of an unresolved address in Java.
[[nodiscard]] std::string spymemcached_name(std::string_view host, std::uint16_t port);

}  // namespace napkin::algorithms
