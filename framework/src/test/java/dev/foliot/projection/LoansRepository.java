package dev.foliot.projection;

import dev.foliot.projection.Library.Loans;
import org.springframework.data.jpa.repository.JpaRepository;

/** Spring Data's repository of the flat projection. */
interface LoansRepository extends JpaRepository<Loans, String> {}
