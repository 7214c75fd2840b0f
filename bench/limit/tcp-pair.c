/* The physical limit of TCP request and answer on this machine: two processes, one epoll loop each, nothing measured.
   Usage: tcp-pair CONNECTIONS BYTES SECONDS. Prints {"roundTrips":n,"seconds":s}. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void no_delay(int fd) { setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)); }

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void serve(int listener, char *bytes, size_t size) {
  int epoll = epoll_create1(0);
  struct epoll_event events[256];
  watch(epoll, listener);
  for (;;) {
    int ready = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        fd = accept(listener, NULL, NULL);
        no_delay(fd);
        watch(epoll, fd);
        continue;
      }
      ssize_t got = recv(fd, bytes, size, 0);
      if (got <= 0) close(fd);
      else send(fd, bytes, got, MSG_NOSIGNAL);
    }
  }
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  int connections = atoi(arguments[1]);
  size_t size = atol(arguments[2]);
  double seconds = atof(arguments[3]);
  char *bytes = calloc(1, size);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(listener, (void *)&address, length) != 0 || listen(listener, 1024) != 0) return 1;
  getsockname(listener, (void *)&address, &length);
  pid_t server = fork();
  if (server == 0) serve(listener, bytes, size);
  int epoll = epoll_create1(0);
  for (int i = 0; i < connections; i++) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (void *)&address, sizeof address) != 0) return 1;
    no_delay(fd);
    watch(epoll, fd);
    send(fd, bytes, size, 0);
  }
  struct epoll_event events[256];
  long trips = 0;
  double begun = now(), end = begun + seconds, at = begun;
  while (at < end) {
    int ready = epoll_wait(epoll, events, 256, 100);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (recv(fd, bytes, size, 0) != (ssize_t)size) continue;
      trips++;
      send(fd, bytes, size, MSG_NOSIGNAL);
    }
    at = now();
  }
  printf("{\"roundTrips\":%ld,\"seconds\":%.6f}\n", trips, at - begun);
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
}
