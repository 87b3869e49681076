#pragma once

#include <coroutine>  // coroutine_handle
#include <cstdint>    // int64_t, uint8_t
#include <memory>     // unique_ptr
#include <string>     // string
#include <utility>    // exchange
#include <vector>     // vector

#include "models/components/station/inside_book.h"
#include "sim/station/station.h"

namespace napkin::components {

/// Who is served next.
enum class Discipline : std::uint8_t {
  kFifo,
  kLifo,
  kLifoPreemptive,
  kPriority,
  kPriorityPreemptive,
  kShortestFirst,
  kShortestRemaining,
  kShared,
};

/// One of the stations of a `station` component: servers and the line in front of them, the books
/// on how many are inside, and the times when its servers stand still.
class Line {
 public:
  struct Options {
    std::int64_t servers = 1;
    Discipline discipline = Discipline::kFifo;
    std::int64_t queue_max = Station::kUnbounded;
    bool drops_oldest = false;
    std::size_t levels = 0;  ///< see InsideBook
  };

  /// `kernel` must outlive the line.
  Line(Kernel& kernel, const std::string& name, const Options& options);

  [[nodiscard]] Station& station() const { return *station_; }

  [[nodiscard]] InsideBook& book() { return book_; }

  [[nodiscard]] const InsideBook& book() const { return book_; }

  /// The priority with which a job of `priority` asks its station.
  [[nodiscard]] int priority_for(int priority);

  void enter() { book_.enter(station_->kernel().now()); }

  void leave();

  /// While any of these lives, the servers stand still.
  class Standstill;

  /// Awaitable: until nobody is inside. One process at a time.
  class Emptied;
  [[nodiscard]] Emptied emptied();

 private:
  void stand_still();
  void go_on();

  std::unique_ptr<Station> station_;
  Discipline discipline_;
  InsideBook book_;
  Emptied* waiting_ = nullptr;
  int arrivals_ = 0;  // of kLifoPreemptive: the newest is the most urgent
  int reasons_to_stand_still_ = 0;
};

class Line::Standstill {
 public:
  explicit Standstill(Line& line) : line_(line) { line_.stand_still(); }

  ~Standstill() { line_.go_on(); }

  Standstill(const Standstill&) = delete;
  Standstill& operator=(const Standstill&) = delete;

 private:
  Line& line_;
};

class Line::Emptied final : public Event {
 public:
  explicit Emptied(Line& line) : line_(line) {}

  ~Emptied() {
    line_.waiting_ = nullptr;
    line_.station().kernel().cancel(*this);
  }

  bool await_ready() const noexcept { return line_.book_.inside() == 0; }

  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    line_.waiting_ = this;
  }

  void await_resume() const noexcept {}

  void run() override { std::exchange(waiting_, nullptr).resume(); }

  [[nodiscard]] std::string describe() const override {
    return line_.station().name() + " is empty";
  }

 private:
  Line& line_;
  std::coroutine_handle<> waiting_;
};

inline Line::Emptied Line::emptied() {
  return Emptied(*this);
}

}  // namespace napkin::components
