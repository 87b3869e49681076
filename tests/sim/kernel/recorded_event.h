#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "sim/kernel/event.h"

namespace napkin::testing {

/// What happened, in order.
using Log = std::vector<int>;

/// An event that writes its number down, and then does what else it is told.
class RecordedEvent final : public Event {
 public:
  RecordedEvent(Log& log, int number, std::function<void()> then = {})
      : log_(log), number_(number), then_(std::move(then)) {}

  void run() override {
    log_.push_back(number_);
    if (then_) {
      then_();
    }
  }

  void discard() override { log_.push_back(-number_); }

 private:
  Log& log_;
  int number_;
  std::function<void()> then_;
};

}  // namespace napkin::testing
