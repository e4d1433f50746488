package com.example.library;

import org.springframework.data.jpa.repository.JpaRepository;

interface Loans extends JpaRepository<Loan, String> {}
