#include "sim/net/link.h"

namespace napkin {

namespace {

LinkOptions with_latency(Law latency) {
  LinkOptions options;
  options.latency = std::move(latency);
  return options;
}

}  // namespace

LinkOptions LinkOptions::same_host() {
  return with_latency(Law::constant(10us));
}

LinkOptions LinkOptions::same_zone() {
  return with_latency(Law::constant(250us));
}

LinkOptions LinkOptions::same_city() {
  return with_latency(Law::constant(2ms));
}

LinkOptions LinkOptions::national() {
  return with_latency(Law::constant(50ms));
}

LinkOptions LinkOptions::international() {
  return with_latency(Law::constant(150ms));
}

}  // namespace napkin
