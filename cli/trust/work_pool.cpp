#include "cli/trust/work_pool.h"

#include <exception>
#include <mutex>
#include <thread>

namespace napkin::cli {

namespace {

/// What the threads share.
class Pile {
 public:
  Pile(const std::vector<std::function<void()>>& works,
       const std::function<bool(std::size_t, std::size_t)>& go_on)
      : works_(works), go_on_(go_on) {}

  /// Does one piece after the other until none is left.
  void work() {
    while (const std::function<void()>* const piece = take()) {
      try {
        (*piece)();
      } catch (...) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
      }
    }
  }

  void rethrow() const {
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

 private:
  const std::function<void()>* take() {
    const std::lock_guard lock(mutex_);
    if (failure_ || next_ == works_.size() || (go_on_ && !go_on_(next_, works_.size()))) {
      return nullptr;
    }
    return &works_[next_++];
  }

  const std::vector<std::function<void()>>& works_;
  const std::function<bool(std::size_t, std::size_t)>& go_on_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

void do_all(const std::vector<std::function<void()>>& works,
            int threads,
            const std::function<bool(std::size_t begun, std::size_t all)>& go_on) {
  Pile pile(works, go_on);
  {
    std::vector<std::jthread> others;
    for (int count = 1; count < threads; ++count) {
      others.emplace_back([&pile] { pile.work(); });
    }
    pile.work();
  }
  pile.rethrow();
}

}  // namespace napkin::cli
