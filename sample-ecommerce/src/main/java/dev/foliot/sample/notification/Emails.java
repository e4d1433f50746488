package dev.foliot.sample.notification;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface Emails extends JpaRepository<Email, Long> {

  List<Email> findByOrderByIdDesc(Limit limit);
}
