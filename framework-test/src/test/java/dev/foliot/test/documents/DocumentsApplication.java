package dev.foliot.test.documents;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class DocumentsApplication {}
